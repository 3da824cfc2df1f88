import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Machine } from '../../support/shells/machine.ts'
import { isInstalled } from '../../support/shells/shells.ts'

/** What /bin/sh is on one machine or another. */
const interpreters = ['dash', 'bash --posix', 'busybox sh', 'zsh --emulate sh', 'ksh', 'mksh']

/** The shells with a wrapper, and the file in which each is told to load it. */
const shells = [
  { name: 'bash', rc: '.bashrc' },
  { name: 'zsh', rc: '.zshrc' },
  { name: 'fish', rc: '.config/fish/conf.d/assume.fish' },
].filter(({ name }) => isInstalled(name))

const begin = '# >>> assume >>>'
const end = '# <<< assume <<<'

describe('install.sh puts the program there', () => {
  it('built in its clone', async () => {
    const machine = Machine.withSources()
    expect(await machine.install()).toMatchObject({ exitCode: 0 })
    const version = JSON.parse(machine.read(join(machine.clone, 'package.json'))).version
    expect(Object.keys(machine.state()).filter((path) => !path.startsWith('.local'))).toEqual([])
    // It keeps to its node, whatever nvm does to PATH.
    expect(await machine.run(machine.launcher, ['--version'], { PATH: '/nowhere' })).toEqual({
      exitCode: 0,
      stdout: version,
      stderr: '',
    })
  })

  it('which no NODE_OPTIONS of a project reaches', async () => {
    const machine = Machine.withProgram()
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

  it.each(['--prefix', 'PREFIX'])('below the folder that %s names', async (how) => {
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

    expect(await machine.install('--uninstall', '--prefix', prefix)).toMatchObject({ exitCode: 0 })
    expect(existsSync(join(machine.folder, 'a new'))).toBe(false)
  })

  it('and says for each shell which line to add to which file, without touching one', async () => {
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

  it('and sees a line that was added by hand, which nobody else may take out', async () => {
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

  it('and starts the demo when asked to', async () => {
    const machine = Machine.withProgram()
    // Its own words are for its own tests.
    machine.write(join(machine.clone, 'dist/bin.js'), 'console.log(...process.argv.slice(2))')
    const { stdout } = await machine.install('--demo')
    expect(stdout).toMatch(/\ndemo --run --quiet\n\nNext: /)
  })
})

describe.each(interpreters)('install.sh --rc run by %s', (interpreter) => {
  const [program = '', ...options] = interpreter.split(' ')

  it.skipIf(!isInstalled(program) && !process.env.CI)(
    'changes the same bytes once, and takes all of it back',
    async () => {
      const machine = Machine.withProgram()
      machine.write('.bashrc', 'alias ll="ls -l"\n\n# no end of line')
      machine.write('.zshrc', '')
      chmodSync(machine.inHome('.bashrc'), 0o640)
      const before = machine.state()
      const install = (...args: string[]) =>
        machine.run(program, [...options, 'install.sh', ...args])

      const { stdout } = await install('--rc')
      expect(stdout).toContain(`\n+${begin}\n`)
      const once = machine.state()
      for (const { rc } of shells) expect(machine.read(rc)).toContain(`${end}\n`)
      expect(once['.bashrc']).toMatch(/^640 alias/)

      await install('--rc')
      expect(await install('--rc')).toMatchObject({ exitCode: 0 })
      expect(machine.state()).toEqual(once)

      expect(await install('--uninstall')).toMatchObject({ exitCode: 0, stderr: '' })
      expect(machine.state()).toEqual(before)
    },
  )
})

describe.each(shells)('install.sh --rc for $name', ({ name, rc }) => {
  const look = ['-ic', 'type assume; assume --version']

  it('loads the wrapper in every new shell', async () => {
    const machine = Machine.withProgram()
    await machine.install('--rc')
    const { stdout } = await machine.run(name, look)
    expect(stdout).toMatch(/^assume is a (shell )?function[\s\S]*\n\d+\.\d+\.\d+$/)
  })

  it('leaves shells whole when the program is gone', async () => {
    const machine = Machine.withProgram()
    await machine.install('--rc')
    rmSync(machine.share, { recursive: true })
    const status = name === 'fish' ? '$status' : '$?'
    const { stdout, stderr } = await machine.run(name, ['-ic', `echo ${status}`])
    expect(stdout).toBe('0')
    expect(stderr.replace(/^bash: (cannot set terminal|no job control).*\n?/gm, '')).toBe('')
  })

  it('puts a new block where the old one was, and keeps what is around it', async () => {
    const machine = Machine.withProgram()
    machine.write(rc, `# before\n${begin}\nfrom an old version\n${end}\n# after, no end of line`)
    await machine.install('--rc')
    expect(machine.read(rc)).toMatch(
      new RegExp(
        `^# before\n${begin}\n[\\s\\S]*assume\\.${name}[\\s\\S]*\n${end}\n# after, no end of line$`,
      ),
    )
    expect(machine.read(rc)).not.toContain('old version')
    await machine.install('--uninstall')
    expect(machine.read(rc)).toBe('# before\n# after, no end of line')
  })

  it('knows its block when an editor has given it the CRLF of the other lines', async () => {
    const machine = Machine.withProgram()
    machine.write(rc, 'true #\r\n')
    await machine.install('--rc')
    const once = machine.read(rc)
    machine.write(rc, once.replaceAll(/\r?\n/g, '\r\n'))
    await machine.install('--rc')
    expect(machine.read(rc)).toBe(once)
    machine.write(rc, once.replaceAll(/\r?\n/g, '\r\n'))
    await machine.install('--uninstall')
    expect(machine.read(rc)).toBe('true #\r\n')
  })

  it('writes through symbolic links', async () => {
    const machine = Machine.withProgram()
    const dotfiles = join(machine.folder, 'dot files')
    machine.write(join(dotfiles, 'rc'), '# mine\n')
    mkdirSync(join(machine.inHome(rc), '..'), { recursive: true })
    symlinkSync(dotfiles, join(machine.home, 'dots'))
    symlinkSync(join(machine.home, 'dots/rc'), machine.inHome(rc))
    const before = machine.state()
    const { stdout } = await machine.install('--rc')
    const real = join(machine.home, 'dots/rc')
    expect(stdout).toContain(`\nChanging ${machine.inHome(rc)}, a link to ${real}:\n`)
    expect(machine.read(join(dotfiles, 'rc'))).toMatch(
      new RegExp(`^# mine\n${begin}\n[\\s\\S]*${end}\n$`),
    )
    await machine.install('--uninstall')
    expect(machine.read(join(dotfiles, 'rc'))).toBe('# mine\n')
    expect(machine.state()).toEqual(before)
  })

  it.each([
    ['has no end', `a\n${begin}\nb\n`],
    ['has no beginning', `a\n${end}\nb\n`],
    ['begins twice', `${begin}\n${begin}\n${end}\n`],
  ])('refuses a file in which a block %s', async (_, text) => {
    const machine = Machine.withProgram()
    machine.write(rc, text)
    const before = machine.state()
    for (const option of ['--rc', '--uninstall']) {
      const { stderr, exitCode } = await machine.install(option)
      expect(stderr).toContain(
        `${machine.inHome(rc)}: the lines "${begin}" and "${end}" do not pair`,
      )
      expect(exitCode).toBe(1)
      expect(machine.state()).toEqual(before)
    }
  })
})

describe('install.sh finds the file that a shell reads', () => {
  it.skipIf(!isInstalled('zsh') && !process.env.CI)(
    'when ZDOTDIR is set in .zshenv, with spaces, and not exported',
    async () => {
      const machine = Machine.withProgram()
      machine.write('.zshenv', 'echo hello\nZDOTDIR="$HOME/z dir"\n')
      const before = machine.state()
      await machine.install('--rc')
      expect(machine.read('z dir/.zshrc')).toContain('assume.zsh')
      const { stdout } = await machine.run('zsh', ['-ic', 'whence -w assume'])
      expect(stdout).toContain('assume: function')
      await machine.install('--uninstall')
      expect(machine.state()).toEqual(before)
    },
  )

  it.skipIf(!isInstalled('fish') && !process.env.CI)('when XDG_CONFIG_HOME is set', async () => {
    const machine = Machine.withProgram()
    const env = { XDG_CONFIG_HOME: join(machine.home, 'my config') }
    await machine.run('sh', ['install.sh', '--rc'], env)
    expect(machine.read('my config/fish/conf.d/assume.fish')).toContain('assume.fish')
    await machine.run('sh', ['install.sh', '--uninstall'], env)
    expect(machine.state()).toEqual({})
  })

  // Terminals there start login shells.
  it.each([
    { login: '.bash_profile', others: {}, why: 'nothing is there' },
    { login: '.profile', others: { '.profile': 'umask 022\n' }, why: 'bash would read .profile' },
    {
      login: '.bash_login',
      others: { '.bash_login': '', '.profile': '' },
      why: '.bash_login comes before .profile',
    },
    {
      login: undefined,
      others: { '.bash_profile': '. ~/.bashrc\n', '.profile': '' },
      why: '.bash_profile reads .bashrc',
    },
  ])('on macOS: $login, since $why', async ({ login, others }) => {
    const machine = Machine.withProgram()
    machine.program('uname', 'echo Darwin')
    for (const [path, text] of Object.entries(others)) machine.write(path, text)
    const before = machine.state()
    await machine.install('--rc')
    const changed = ['.bash_profile', '.bash_login', '.profile'].filter(
      (path) => machine.state()[path] !== before[path],
    )
    expect(changed).toEqual(login ? [login] : [])
    expect(machine.read('.bashrc')).toContain('assume.bash')
    if (login) {
      const { stdout } = await machine.run('bash', ['--login', '-ic', 'type -t assume'])
      expect(stdout).toBe('function')
    }
    if (login === '.profile') {
      // A graphical session may read it with another shell.
      const run = await machine.run('sh', ['-eu', machine.inHome(login)])
      expect(run).toEqual({ exitCode: 0, stdout: '', stderr: '' })
    }
    await machine.install('--uninstall')
    expect(machine.state()).toEqual(before)
  })
})

describe('install.sh --cmd', () => {
  const unchanged = "assume is aliased to `. assume'"

  it('leaves granted its name, in shells and in PATH, until it is taken back', async () => {
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

    const once = machine.state()
    await machine.install('--rc')
    expect(machine.state()).toEqual(once)

    expect((await machine.install('--rc', '--cmd', 'assume')).stderr).toContain('has the name')
    expect(existsSync(program)).toBe(false)
    expect((await machine.run('bash', ['-ic', 'type -t assume role'])).stdout).toBe('function')

    await machine.install('--rc', '--cmd=role')
    expect(await machine.install('--uninstall')).toMatchObject({ exitCode: 0, stderr: '' })
    expect(machine.state()).toEqual(before)
  })

  it('says so when a program has that name', async () => {
    const machine = Machine.withProgram()
    machine.program('as', 'echo an assembler')
    expect((await machine.install('--cmd', 'as')).stderr).toContain(
      `assume install: there is also ${join(machine.bin, 'as')}; in shells that load assume, as is this assume\n`,
    )
  })

  it.each([
    ['a b', '--cmd: "a b" is not a valid name'],
    ['test', '--cmd: "test" is a word of the shells'],
  ])('takes no %j, and changes nothing', async (name, says) => {
    const machine = Machine.withProgram()
    const { stderr, exitCode } = await machine.install('--rc', '--cmd', name)
    expect(stderr).toContain(says)
    expect(exitCode).toBe(2)
    expect(machine.state()).toEqual({})
  })
})

describe('install.sh into another place', () => {
  it('loads from there, and says what stays at the old one; either goes by itself', async () => {
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

  it('takes out a block whose program somebody has moved away', async () => {
    const machine = Machine.withProgram()
    await machine.install('--rc')
    renameSync(machine.inHome('.local'), machine.inHome('moved'))
    const { stderr } = await machine.install('--uninstall', '--prefix', machine.inHome('moved'))
    expect(stderr).toBe('')
    expect(shells.filter(({ rc }) => existsSync(machine.inHome(rc)))).toEqual([])
  })
})

describe.each(shells)('what install.sh puts there, sourced by its path in $name', ({ name }) => {
  it('takes the node that it was installed with', async () => {
    const machine = Machine.withProgram()
    await machine.install()
    machine.program('node', 'echo the wrong node')
    const { stdout: path } = await machine.run(machine.launcher, ['init', name, '--print-path'])
    const source = `source "$WRAPPER"; assume --version`
    const run = await machine.run(name, ['-c', source], { WRAPPER: path })
    expect(run.stdout).toMatch(/^\d+\.\d+\.\d+$/)
  })
})

describe('install.sh changes nothing', () => {
  it('when the start-up file is a link that leads to itself', async () => {
    const machine = Machine.withProgram()
    await machine.install()
    symlinkSync('.bashrc', machine.inHome('.bashrc'))
    const { stderr, exitCode } = await machine.install('--rc')
    expect(stderr).toBe(
      `assume install: ${machine.inHome('.bashrc')} is a link that leads to itself`,
    )
    expect(exitCode).toBe(1)
  })

  it('when half of it is missing', async () => {
    const machine = Machine.withProgram()
    const script = machine.read(join(machine.clone, 'install.sh'))
    const lastLine = script.lastIndexOf('\n', script.length - 2)
    for (let length = 0; length <= lastLine; length += Math.ceil(lastLine / 40)) {
      machine.write(join(machine.clone, 'install.sh'), script.slice(0, length))
      await machine.install('--rc')
      expect(machine.state()).toEqual({})
    }
  })

  it.each([
    { option: '--frob', says: 'unknown option: --frob' },
    { option: 'zsh', says: 'unknown option: zsh' },
    { option: '--prefix', says: '--prefix needs a directory' },
  ])('when called with $option, and says how it is used', async ({ option, says }) => {
    const machine = Machine.withProgram()
    const { stdout, stderr, exitCode } = await machine.install(option)
    expect(stderr).toMatch(new RegExp(`^assume install: ${says}\nUsage: \\./install\\.sh `))
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 })
    expect(machine.state()).toEqual({})
  })

  it('when HOME is not set', async () => {
    const machine = Machine.withProgram()
    const { stderr, exitCode } = await machine.run('sh', ['install.sh'], { HOME: undefined })
    expect(stderr).toContain('assume install: HOME is not set\n')
    expect(exitCode).toBe(1)
  })

  it.each([
    { version: '20.18.3', exitCode: 1 },
    { version: '18.20.8', exitCode: 1 },
    { version: '20.19.0', exitCode: 0 },
    { version: '22.0.0', exitCode: 0 },
  ])('unless Node.js is new enough: $version', async ({ version, exitCode }) => {
    const machine = Machine.withProgram()
    machine.program(
      'node',
      `if [ "$2" = process.versions.node ]; then echo ${version}; exit; fi`,
      `exec '${process.execPath}' "$@"`,
    )
    const run = await machine.install()
    expect(run.exitCode).toBe(exitCode)
    if (exitCode === 1) {
      expect(run.stderr).toContain(
        `assume install: ${join(machine.bin, 'node')} is Node.js ${version}; assume needs 20.19 or newer\n`,
      )
      expect(machine.state()).toEqual({})
    }
  })

  it('where somebody else has a program of that name', async () => {
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
    const machine = Machine.withProgram()
    await machine.install('--rc')
    const before = machine.state()
    machine.program('npm', ...npm)
    const run = await machine.install('--rc')
    expect(run.stderr).toMatch(says)
    expect(run.exitCode).toBe(exitCode)
    expect(machine.state()).toEqual(before)
  })

  it('when the disk is full', async () => {
    const machine = Machine.withProgram()
    await machine.install('--rc')
    const before = machine.state()
    const run = await machine.run('sh', ['-c', "trap '' XFSZ; ulimit -f 8; sh install.sh --rc"])
    expect(run.stderr).toMatch(/could not copy the program into .*; nothing was changed$/)
    expect(run.exitCode).toBe(1)
    expect(machine.state()).toEqual(before)
  })

  it('when it was killed half-way, and clears up at the next run', async () => {
    const machine = Machine.withProgram()
    await machine.install()
    const before = machine.state()
    machine.write('.local/share/assume.new.999999999/dist/bin.js', '')
    machine.write('.local/share/assume.old/package.json', '')
    machine.write('.local/bin/.assume.999999999', '')
    await machine.install()
    expect(machine.state()).toEqual(before)
  })
})

describe('install.sh warns', () => {
  it('of another assume that comes first in PATH', async () => {
    const machine = Machine.withProgram()
    machine.program('assume', 'echo I am granted')
    const { stderr } = await machine.install()
    expect(stderr).toContain(
      `another assume comes first in PATH, and scripts run that one: ${join(machine.bin, 'assume')}\n`,
    )
  })

  it('of an alias of granted or awsume', async () => {
    const machine = Machine.withProgram()
    machine.write('.zshenv', '# alias assume=no\nalias assume=". assume"\n')
    const { stderr } = await machine.install('--rc')
    expect(stderr).toContain(`${machine.inHome('.zshenv')}:2: alias assume=". assume"`)
  })

  it('with a way to have both', async () => {
    const machine = Machine.withProgram()
    machine.program('assume', 'echo I am granted')
    expect((await machine.install()).stderr).toContain('to keep both: ./install.sh --rc --cmd as\n')
  })

  it('when its folder is not on PATH, and else says nothing', async () => {
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
  it('takes out a block that the user has moved to another start-up file', async () => {
    const machine = Machine.withProgram()
    const files = ['.zshenv', '.zprofile', '.bash_aliases', '.config/fish/config.fish']
    for (const file of files) machine.write(file, 'umask 022\n')
    await machine.install('--rc')
    const block = machine.read('.bashrc')
    for (const file of files) machine.write(file, `umask 022\n${block}`)
    await machine.install('--uninstall')
    expect(files.map((file) => machine.read(file))).toEqual(files.map(() => 'umask 022\n'))
  })

  it('leaves no credentials behind', async () => {
    const machine = Machine.withProgram()
    await machine.install()
    machine.write('.cache/assume/sessions/x', 'a session')
    machine.write('.cache/other', '')
    await machine.install('--uninstall')
    expect(Object.keys(machine.state())).toEqual(['.cache', '.cache/other'])
  })

  it('leaves no compiled code behind, which XDG_CACHE_HOME does not move', async () => {
    const machine = Machine.withProgram()
    await machine.install()
    machine.write('.cache/assume/code/main.js', 'compiled')
    machine.write('elsewhere/assume/sessions/x', 'a session')
    const env = { XDG_CACHE_HOME: machine.inHome('elsewhere') }
    await machine.run('sh', ['install.sh', '--uninstall'], env)
    expect(Object.keys(machine.state())).toEqual(['.cache', 'elsewhere'])
  })

  it('finds nothing to do where nothing is', async () => {
    const machine = Machine.withProgram()
    expect(await machine.install('--uninstall')).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: `Found nothing of assume in ${machine.home}/.local or in the start-up files`,
    })
    expect(machine.state()).toEqual({})
  })
})
