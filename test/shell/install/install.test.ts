import { chmodSync, existsSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { once } from '../../support/once.ts'
import { Machine, loadingFiles as shells } from '../../support/shells/machine.ts'
import { folderOfTests } from '../../support/shells/shells.ts'

const folder = folderOfTests()

/** One machine with assume installed, for tests that do not change it. */
const loaded = once(() => Machine.withAssume({ folder }))

describe('install.sh', () => {
  it('builds the program in the clone and installs it only below ~/.local', async () => {
    const machine = Machine.withSources()
    expect(await machine.install()).toMatchObject({ exitCode: 0 })
    const version = JSON.parse(machine.read(join(machine.clone, 'package.json'))).version
    expect(Object.keys(machine.state()).filter((path) => !path.startsWith('.local'))).toEqual([])
    // The program uses the Node.js that installed it, whatever nvm does to PATH.
    expect(await machine.run(machine.launcher, ['--version'], { PATH: '/nowhere' })).toEqual({
      exitCode: 0,
      stdout: version,
      stderr: '',
    })
  })

  it('installs a program that ignores NODE_OPTIONS, but passes it to other programs', async () => {
    const machine = Machine.withProgram({ isWhole: true })
    await machine.install()
    const NODE_OPTIONS = '--require /nonexistent/evil.cjs'
    const shown = ['-c', 'printf "<%s>" "$NODE_OPTIONS"']
    machine.write(
      '.aws/credentials',
      '[here]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = hush\n',
    )
    const run = await machine.run(machine.launcher, ['exec', 'here', '--', 'sh', ...shown], {
      NODE_OPTIONS,
    })
    expect(run).toEqual({ exitCode: 0, stdout: `<${NODE_OPTIONS}>`, stderr: '' })
  })

  it.each(['--prefix', 'PREFIX'])(
    'installs below the folder that %s names, and uninstalls from there',
    async (how) => {
      const machine = Machine.withProgram()
      const prefix = join(machine.folder, 'a new', 'place')
      const run =
        how === 'PREFIX'
          ? await machine.run('sh', ['install.sh'], { PREFIX: prefix })
          : await machine.install('--prefix', prefix)
      expect(run).toMatchObject({ exitCode: 0 })
      expect(await machine.run(join(prefix, 'bin/assume'), ['--version'])).toMatchObject({
        exitCode: 0,
      })
      expect(machine.state()).toEqual({})

      expect(await machine.install('--uninstall', '--prefix', prefix)).toMatchObject({
        exitCode: 0,
      })
      expect(existsSync(join(machine.folder, 'a new'))).toBe(false)
    },
  )

  it('shows the line to add to each start-up file, without changing a file', async () => {
    const machine = Machine.withProgram()
    machine.write('.bashrc', 'true\n')
    const { stdout } = await machine.install()
    for (const { name, rc } of shells) {
      const { stdout: line } = await machine.run(machine.launcher, ['init', name])
      expect(stdout).toContain(`\nAdd to ${machine.inHome(rc)}:\n  ${line}\n`)
      expect(existsSync(machine.inHome(rc))).toBe(rc === '.bashrc')
    }
    expect(machine.read('.bashrc')).toBe('true\n')
  })

  it('finds a line that the user added, and does not remove it', async () => {
    const machine = Machine.withProgram()
    await machine.install()
    const { stdout: line } = await machine.run(machine.launcher, ['init', 'bash'])
    machine.write('.bashrc', `true\n${line}\n`)
    for (const options of [[], ['--rc']]) {
      const { stdout } = await machine.install(...options)
      expect(stdout).toContain(`\n${machine.inHome('.bashrc')} already loads assume\n`)
    }
    const { stderr } = await machine.install('--uninstall')
    expect(stderr).toBe(
      `assume install: delete line 2 of ${machine.inHome('.bashrc')}: it loads an assume that no longer exists`,
    )
    expect(machine.read('.bashrc')).toBe(`true\n${line}\n`)
  })

  it('starts the demo with --demo', async () => {
    const machine = Machine.withProgram()
    // Other tests check the output of the demo.
    machine.write(join(machine.clone, 'dist/bin.js'), 'console.log(...process.argv.slice(2))')
    const { stdout } = await machine.install('--demo')
    expect(stdout).toMatch(/\ndemo --run --quiet\n\nNext: /)
  })
})

describe('install.sh --cmd', () => {
  const unchanged = "assume is aliased to `. assume'"

  it('leaves the name assume to granted, until --cmd assume takes it', async () => {
    const machine = Machine.withProgram()
    machine.write('.bashrc', 'alias assume=". assume"\n')
    const before = machine.state()
    const { stdout, stderr } = await machine.install('--rc', '--cmd', 'role')
    expect(stdout).toMatch(/run: role demo$/)
    expect(stderr).not.toContain('has the name')
    expect(existsSync(machine.launcher)).toBe(false)
    const program = join(machine.home, '.local/bin/assume-shell')
    expect(await machine.run(program, ['--version'])).toMatchObject({ exitCode: 0, stderr: '' })
    for (const { name } of shells) {
      const look = await machine.run(name, ['-ic', 'type role; role --version'])
      expect(look.stdout).toMatch(/^role is a (shell )?function[\s\S]*\n\d+\.\d+\.\d+$/)
    }
    expect((await machine.run('bash', ['-ic', 'type assume'])).stdout).toBe(unchanged)
    // fish 4 makes a folder there.
    rmSync(machine.inHome('.cache'), { recursive: true, force: true })

    const renamed = machine.state()
    await machine.install('--rc')
    expect(machine.state()).toEqual(renamed)

    expect((await machine.install('--rc', '--cmd', 'assume')).stderr).toContain('has the name')
    expect(existsSync(program)).toBe(false)
    expect((await machine.run('bash', ['-ic', 'type -t assume role'])).stdout).toBe('function')

    await machine.install('--rc', '--cmd=role')
    expect(await machine.install('--uninstall')).toMatchObject({ exitCode: 0, stderr: '' })
    expect(machine.state()).toEqual(before)
  })

  it('warns if a program has the same name', async () => {
    const machine = Machine.withProgram()
    machine.program('as', 'echo an assembler')
    expect((await machine.install('--cmd', 'as')).stderr).toContain(
      `assume install: there is also ${join(machine.bin, 'as')}; in shells that load assume, as is this assume\n`,
    )
  })

  it.each([
    ['a b', '--cmd: "a b" is not a valid name'],
    ['test', '--cmd: "test" is a word of the shells'],
  ])('refuses the name %j, and changes nothing', async (name, says) => {
    const machine = Machine.withProgram()
    const { stderr, exitCode } = await machine.install('--rc', '--cmd', name)
    expect(stderr).toContain(says)
    expect(exitCode).toBe(2)
    expect(machine.state()).toEqual({})
  })
})

describe('install.sh --prefix after an earlier install', () => {
  it('loads the new one, and each of the two can be uninstalled separately', async () => {
    const machine = Machine.withProgram()
    machine.write('.bashrc', 'true')
    const before = machine.state()
    await machine.install('--rc')
    const prefix = join(machine.home, "it's", 'new')
    const { stdout } = await machine.install('--rc', '--prefix', prefix)
    expect(stdout).toContain(`It loaded the assume in ${machine.home}/.local. To remove that one:`)
    const [, hint = ''] = /^It loaded .* To remove that one: (.*)$/m.exec(stdout) ?? []
    machine.write('.cache/assume/sessions/unchanged', '')
    for (const { name, rc } of shells) {
      expect(machine.read(rc)).not.toContain('.local/share')
      const look = await machine.run(name, ['-ic', 'assume --version'])
      expect(look.stdout).toMatch(/^\d+\.\d+\.\d+$/)
    }

    const texts = shells.map(({ rc }) => machine.read(rc))
    const old = await machine.run('sh', ['-c', hint])
    expect(old.stdout).toContain(
      `${machine.inHome('.bashrc')} loads the assume in ${prefix}, and still`,
    )
    expect(existsSync(machine.share)).toBe(false)
    expect(shells.map(({ rc }) => machine.read(rc))).toEqual(texts)
    expect(existsSync(machine.inHome('.cache/assume'))).toBe(true)

    await machine.install('--uninstall', '--prefix', prefix)
    rmSync(machine.inHome('.cache'), { recursive: true })
    expect(machine.state()).toEqual(before)
  })

  it('removes the blocks of a program that was moved', async () => {
    const machine = Machine.withProgram()
    await machine.install('--rc')
    renameSync(machine.inHome('.local'), machine.inHome('moved'))
    const { stderr } = await machine.install('--uninstall', '--prefix', machine.inHome('moved'))
    expect(stderr).toBe('')
    expect(shells.filter(({ rc }) => existsSync(machine.inHome(rc)))).toEqual([])
  })
})

describe.each(shells)('the installed wrapper, sourced by its path in $name', ({ name }) => {
  it('uses the Node.js that installed it', async () => {
    const machine = await loaded()
    machine.write(join(machine.folder, 'wrong/node'), '#!/bin/sh\necho the wrong node\n')
    chmodSync(join(machine.folder, 'wrong/node'), 0o755)
    const { stdout: path } = await machine.run(machine.launcher, ['init', name, '--print-path'])
    const env = { WRAPPER: path, PATH: `${join(machine.folder, 'wrong')}:${machine.path}` }
    const run = await machine.run(name, ['-c', 'source "$WRAPPER"; assume --version'], env)
    expect(run.stdout).toMatch(/^\d+\.\d+\.\d+$/)
  })
})

describe('install.sh changes nothing', () => {
  it('at a second run, when the start-up file is a link to itself', async () => {
    const machine = Machine.withProgram()
    await machine.install()
    symlinkSync('.bashrc', machine.inHome('.bashrc'))
    const before = machine.state()
    const { stderr, exitCode } = await machine.install('--rc')
    expect(stderr).toBe(
      `assume install: ${machine.inHome('.bashrc')} is a link that leads to itself`,
    )
    expect(exitCode).toBe(1)
    expect(machine.state()).toEqual(before)
  })

  it('when the script is truncated', async () => {
    const machine = Machine.withProgram()
    const script = machine.read(join(machine.clone, 'install.sh'))
    const lastLine = script.lastIndexOf('\n', script.length - 2)
    for (let length = 0; length <= lastLine; length += Math.ceil(lastLine / 40)) {
      machine.write(join(machine.clone, 'pieces', `${length}.sh`), script.slice(0, length))
    }
    await machine.run('sh', ['-c', 'for piece in pieces/*; do sh "$piece" --rc; done'])
    expect(machine.state()).toEqual({})
  })

  it.each([
    { option: '--frob', says: 'unknown option: --frob' },
    { option: 'zsh', says: 'unknown option: zsh' },
    { option: '--prefix', says: '--prefix needs a directory' },
  ])('when called with $option, and prints the usage', async ({ option, says }) => {
    const machine = Machine.withProgram()
    const { stdout, stderr, exitCode } = await machine.install(option)
    expect(stderr).toMatch(new RegExp(`^assume install: ${says}\nUsage: \\./install\\.sh `))
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 })
    expect(machine.state()).toEqual({})
  })

  it('when HOME is not set', async () => {
    const machine = Machine.withProgram()
    const env = { HOME: undefined, PREFIX: machine.inHome('.local') }
    const { stderr, exitCode } = await machine.run('sh', ['install.sh'], env)
    expect(stderr).toContain('assume install: HOME is not set\n')
    expect(exitCode).toBe(1)
    expect(machine.state()).toEqual({})
  })

  it.each([
    { version: '20.18.3', exitCode: 1 },
    { version: '18.20.8', exitCode: 1 },
    { version: '20.19.0', exitCode: 0 },
    { version: '22.0.0', exitCode: 0 },
  ])('unless Node.js is new enough: $version', async ({ version, exitCode }) => {
    const machine = Machine.withProgram()
    machine.hasNode(version)
    const run = await machine.install()
    expect(run.exitCode).toBe(exitCode)
    if (exitCode === 1) {
      expect(run.stderr).toContain(
        `assume install: ${join(machine.bin, 'node')} is Node.js ${version}; assume needs 20.19 or newer\n`,
      )
      expect(machine.state()).toEqual({})
    }
  })

  it('when another program is installed as assume', async () => {
    const machine = Machine.withProgram()
    machine.write('.local/bin/assume', '#!/bin/sh\n')
    const before = machine.state()
    const { stderr, exitCode } = await machine.install()
    expect(stderr).toContain(`assume install: ${machine.launcher} does not belong to assume\n`)
    expect(exitCode).toBe(1)
    await machine.install('--uninstall')
    expect(machine.state()).toEqual(before)
  })
})

describe('install.sh leaves the earlier install as it was', () => {
  it.each([
    {
      when: 'npm fails',
      npm: ['echo npm error >&2', 'exit 7'],
      says: /^npm error\n.*could not install the packages .*; nothing was changed$/,
      exitCode: 7,
    },
    {
      when: 'the build fails',
      npm: ['[ "$1" != run ]'],
      says: /could not build \(npm run build\); nothing was changed$/,
      exitCode: 1,
    },
    {
      when: 'it is interrupted',
      npm: ['kill -INT "$PPID"'],
      says: /interrupted; nothing was changed$/,
      exitCode: 130,
    },
    {
      when: 'the new program does not run',
      npm: ['echo "throw 1" >dist/bin.js'],
      says: /could not run the program that was built; nothing was changed$/,
      exitCode: 1,
    },
  ])('when $when', async ({ npm, says, exitCode }) => {
    const machine = await loaded()
    const before = machine.state()
    machine.program('npm', ...npm)
    const run = await machine.install('--rc')
    machine.build()
    expect(run.stderr).toMatch(says)
    expect(run.exitCode).toBe(exitCode)
    expect(machine.state()).toEqual(before)
  })

  it('when the disk is full', async () => {
    const machine = await loaded()
    const before = machine.state()
    const run = await machine.run('sh', ['-c', "trap '' XFSZ; ulimit -f 8; sh install.sh --rc"])
    expect(run.stderr).toMatch(/could not copy the program into .*; nothing was changed$/)
    expect(run.exitCode).toBe(1)
    expect(machine.state()).toEqual(before)
  })

  it('when it was killed, and removes the partial files at the next run', async () => {
    const machine = await loaded()
    const before = machine.state()
    machine.write('.local/share/assume.new.999999999/dist/bin.js', '')
    // The first rename moves the earlier program away. The second one would bring the new program.
    machine.program('mv', 'PATH=${PATH#*:}', 'mv "$@"', 'kill -KILL "$PPID"')
    await machine.run('sh', ['install.sh'], { TMPDIR: machine.folder })
    rmSync(join(machine.bin, 'mv'))
    const partial = machine.state()
    expect(partial).not.toHaveProperty(['.local/share/assume'])
    expect(partial).toHaveProperty(['.local/share/assume.old'])
    await machine.install()
    expect(machine.state()).toEqual(before)
  })
})

describe('install.sh warns', () => {
  const besideGranted = once(async () => {
    const machine = Machine.withProgram()
    machine.program('assume', 'echo I am granted')
    return { machine, ...(await machine.install()) }
  })

  it('about another assume that comes first in PATH', async () => {
    const { machine, stderr } = await besideGranted()
    expect(stderr).toContain(
      `another assume comes first in PATH, and scripts run that one: ${join(machine.bin, 'assume')}\n`,
    )
  })

  it('about an alias of granted or awsume', async () => {
    const machine = Machine.withProgram()
    machine.write('.zshenv', '# alias assume=no\nalias assume=". assume"\n')
    const { stderr } = await machine.install('--rc')
    expect(stderr).toContain(`${machine.inHome('.zshenv')}:2: alias assume=". assume"`)
  })

  it('and shows the command to keep both programs', async () => {
    expect((await besideGranted()).stderr).toContain('to keep both: ./install.sh --rc --cmd as\n')
  })

  it('when its folder is not on PATH, and otherwise prints no warning', async () => {
    const machine = Machine.withProgram()
    const { stderr } = await machine.install()
    const [complaint, hint = ''] = stderr.split('\n  hint: ')
    expect(complaint).toContain(`${join(machine.home, '.local/bin')} is not on your PATH`)
    const fixed = await machine.run('sh', ['-c', `${hint}; command -v assume`])
    expect(fixed.stdout).toBe(machine.launcher)
    const path = `${join(machine.home, '.local/bin')}:${machine.path}`
    expect(await machine.run('sh', ['install.sh'], { PATH: path })).toMatchObject({ stderr: '' })
  })
})

describe('install.sh --uninstall', () => {
  it('removes a block that the user has moved to another start-up file', async () => {
    const machine = Machine.withProgram()
    const files = ['.zshenv', '.zprofile', '.bash_aliases', '.config/fish/config.fish']
    for (const file of files) machine.write(file, 'umask 022\n')
    await machine.install('--rc')
    const block = machine.read('.bashrc')
    for (const file of files) machine.write(file, `umask 022\n${block}`)
    await machine.install('--uninstall')
    expect(files.map((file) => machine.read(file))).toEqual(files.map(() => 'umask 022\n'))
  })

  it('removes the cached sessions, but no file of another program', async () => {
    const machine = Machine.withProgram()
    await machine.install()
    machine.write('.cache/assume/sessions/x', 'a session')
    machine.write('.cache/other', '')
    await machine.install('--uninstall')
    expect(Object.keys(machine.state())).toEqual(['.cache', '.cache/other'])
  })

  it('removes the compiled code from ~/.cache even if XDG_CACHE_HOME is set', async () => {
    const machine = Machine.withProgram()
    await machine.install()
    machine.write('.cache/assume/code/main.js', 'compiled')
    machine.write('elsewhere/assume/sessions/x', 'a session')
    const env = { XDG_CACHE_HOME: machine.inHome('elsewhere') }
    await machine.run('sh', ['install.sh', '--uninstall'], env)
    expect(Object.keys(machine.state())).toEqual(['.cache', 'elsewhere'])
  })

  it('reports that it found nothing if assume is not installed', async () => {
    const machine = Machine.withProgram()
    expect(await machine.install('--uninstall')).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: `Found nothing of assume in ${machine.home}/.local or in the start-up files`,
    })
    expect(machine.state()).toEqual({})
  })
})
