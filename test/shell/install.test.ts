import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Desk } from '../support/desk.ts'
import { isInstalled } from '../support/shells.ts'

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
    const desk = Desk.withSources()
    expect(await desk.install()).toMatchObject({ exitCode: 0 })
    const version = JSON.parse(desk.read(join(desk.clone, 'package.json'))).version
    expect(Object.keys(desk.state()).filter((path) => !path.startsWith('.local'))).toEqual([])
    // It keeps to its node, whatever nvm does to PATH.
    expect(await desk.run(desk.launcher, ['--version'], { PATH: '/nowhere' })).toEqual({
      exitCode: 0,
      stdout: version,
      stderr: '',
    })
  })

  it('which no NODE_OPTIONS of a project reaches', async () => {
    const desk = Desk.withProgram()
    await desk.install()
    const NODE_OPTIONS = '--require /nonexistent/evil.cjs'
    const shown = ['-c', 'printf "<%s>" "$NODE_OPTIONS"']
    desk.write(
      '.aws/credentials',
      '[here]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = hush\n',
    )
    const run = await desk.run(desk.launcher, ['exec', 'here', '--', 'sh', ...shown], {
      NODE_OPTIONS,
    })
    expect(run).toEqual({ exitCode: 0, stdout: `<${NODE_OPTIONS}>`, stderr: '' })
  })

  it.each(['--prefix', 'PREFIX'])('below the folder that %s names', async (how) => {
    const desk = Desk.withProgram()
    const prefix = join(desk.folder, 'a new', 'place')
    const run =
      how === 'PREFIX'
        ? await desk.run('sh', ['install.sh'], { PREFIX: prefix })
        : await desk.install('--prefix', prefix)
    expect(run).toMatchObject({ exitCode: 0 })
    expect(await desk.run(join(prefix, 'bin/assume'), ['--version'])).toMatchObject({ exitCode: 0 })
    expect(desk.state()).toEqual({})

    expect(await desk.install('--uninstall', '--prefix', prefix)).toMatchObject({ exitCode: 0 })
    expect(existsSync(join(desk.folder, 'a new'))).toBe(false)
  })

  it('and says for each shell which line to add to which file, without touching one', async () => {
    const desk = Desk.withProgram()
    desk.write('.bashrc', 'true\n')
    const { stdout } = await desk.install()
    for (const { name, rc } of shells) {
      const { stdout: line } = await desk.run(desk.launcher, ['init', name])
      expect(stdout).toContain(`\nAdd to ${desk.inHome(rc)}:\n  ${line}\n`)
      expect(existsSync(desk.inHome(rc))).toBe(rc === '.bashrc')
    }
    expect(desk.read('.bashrc')).toBe('true\n')
  })

  it('and sees a line that was added by hand, which nobody else may take out', async () => {
    const desk = Desk.withProgram()
    await desk.install()
    const { stdout: line } = await desk.run(desk.launcher, ['init', 'bash'])
    desk.write('.bashrc', `true\n${line}\n`)
    for (const options of [[], ['--rc']]) {
      const { stdout } = await desk.install(...options)
      expect(stdout).toContain(`\n${desk.inHome('.bashrc')} loads it\n`)
    }
    const { stderr } = await desk.install('--uninstall')
    expect(stderr).toBe(
      `assume install: take out line 2 of ${desk.inHome('.bashrc')}: it loads what is no longer there`,
    )
    expect(desk.read('.bashrc')).toBe(`true\n${line}\n`)
  })

  it('and starts the demo when asked to', async () => {
    const desk = Desk.withProgram()
    // Its own words are for its own tests.
    desk.write(join(desk.clone, 'dist/bin.js'), 'console.log(...process.argv.slice(2))')
    const { stdout } = await desk.install('--demo')
    expect(stdout).toMatch(/\ndemo --run$/)
  })
})

describe.each(interpreters)('install.sh --rc run by %s', (interpreter) => {
  const [program = '', ...options] = interpreter.split(' ')

  it.skipIf(!isInstalled(program) && !process.env.CI)(
    'changes the same bytes once, and takes all of it back',
    async () => {
      const desk = Desk.withProgram()
      desk.write('.bashrc', 'alias ll="ls -l"\n\n# no end of line')
      desk.write('.zshrc', '')
      chmodSync(desk.inHome('.bashrc'), 0o640)
      const before = desk.state()
      const install = (...args: string[]) => desk.run(program, [...options, 'install.sh', ...args])

      const { stdout } = await install('--rc')
      expect(stdout).toContain(`\n+${begin}\n`)
      const once = desk.state()
      for (const { rc } of shells) expect(desk.read(rc)).toContain(`${end}\n`)
      expect(once['.bashrc']).toMatch(/^640 alias/)

      await install('--rc')
      expect(await install('--rc')).toMatchObject({ exitCode: 0 })
      expect(desk.state()).toEqual(once)

      expect(await install('--uninstall')).toMatchObject({ exitCode: 0, stderr: '' })
      expect(desk.state()).toEqual(before)
    },
  )
})

describe.each(shells)('install.sh --rc for $name', ({ name, rc }) => {
  const look = ['-ic', 'type assume; assume --version']

  it('loads the wrapper in every new shell', async () => {
    const desk = Desk.withProgram()
    await desk.install('--rc')
    const { stdout } = await desk.run(name, look)
    expect(stdout).toMatch(/^assume is a (shell )?function[\s\S]*\n\d+\.\d+\.\d+$/)
  })

  it('leaves shells whole when the program is gone', async () => {
    const desk = Desk.withProgram()
    await desk.install('--rc')
    rmSync(desk.share, { recursive: true })
    const status = name === 'fish' ? '$status' : '$?'
    const { stdout, stderr } = await desk.run(name, ['-ic', `echo ${status}`])
    expect(stdout).toBe('0')
    expect(stderr.replace(/^bash: (cannot set terminal|no job control).*\n?/gm, '')).toBe('')
  })

  it('puts a new block where the old one was, and keeps what is around it', async () => {
    const desk = Desk.withProgram()
    desk.write(rc, `# before\n${begin}\nfrom an old version\n${end}\n# after, no end of line`)
    await desk.install('--rc')
    expect(desk.read(rc)).toMatch(
      new RegExp(
        `^# before\n${begin}\n[\\s\\S]*assume\\.${name}[\\s\\S]*\n${end}\n# after, no end of line$`,
      ),
    )
    expect(desk.read(rc)).not.toContain('old version')
    await desk.install('--uninstall')
    expect(desk.read(rc)).toBe('# before\n# after, no end of line')
  })

  it('knows its block when an editor has given it the CRLF of the other lines', async () => {
    const desk = Desk.withProgram()
    desk.write(rc, 'true #\r\n')
    await desk.install('--rc')
    const once = desk.read(rc)
    desk.write(rc, once.replaceAll(/\r?\n/g, '\r\n'))
    await desk.install('--rc')
    expect(desk.read(rc)).toBe(once)
    desk.write(rc, once.replaceAll(/\r?\n/g, '\r\n'))
    await desk.install('--uninstall')
    expect(desk.read(rc)).toBe('true #\r\n')
  })

  it('writes through symbolic links', async () => {
    const desk = Desk.withProgram()
    const dotfiles = join(desk.folder, 'dot files')
    desk.write(join(dotfiles, 'rc'), '# mine\n')
    mkdirSync(join(desk.inHome(rc), '..'), { recursive: true })
    symlinkSync(dotfiles, join(desk.home, 'dots'))
    symlinkSync(join(desk.home, 'dots/rc'), desk.inHome(rc))
    const before = desk.state()
    const { stdout } = await desk.install('--rc')
    const real = join(desk.home, 'dots/rc')
    expect(stdout).toContain(`\nChanging ${desk.inHome(rc)}, a link to ${real}:\n`)
    expect(desk.read(join(dotfiles, 'rc'))).toMatch(
      new RegExp(`^# mine\n${begin}\n[\\s\\S]*${end}\n$`),
    )
    await desk.install('--uninstall')
    expect(desk.read(join(dotfiles, 'rc'))).toBe('# mine\n')
    expect(desk.state()).toEqual(before)
  })

  it.each([
    ['has no end', `a\n${begin}\nb\n`],
    ['has no beginning', `a\n${end}\nb\n`],
    ['begins twice', `${begin}\n${begin}\n${end}\n`],
  ])('refuses a file in which a block %s', async (_, text) => {
    const desk = Desk.withProgram()
    desk.write(rc, text)
    const before = desk.state()
    for (const option of ['--rc', '--uninstall']) {
      const { stderr, exitCode } = await desk.install(option)
      expect(stderr).toContain(`${desk.inHome(rc)}: the lines "${begin}" and "${end}" do not pair`)
      expect(exitCode).toBe(1)
      expect(desk.state()).toEqual(before)
    }
  })
})

describe('install.sh finds the file that a shell reads', () => {
  it.skipIf(!isInstalled('zsh') && !process.env.CI)(
    'when ZDOTDIR is set in .zshenv, with spaces, and not exported',
    async () => {
      const desk = Desk.withProgram()
      desk.write('.zshenv', 'echo hello\nZDOTDIR="$HOME/z dir"\n')
      const before = desk.state()
      await desk.install('--rc')
      expect(desk.read('z dir/.zshrc')).toContain('assume.zsh')
      const { stdout } = await desk.run('zsh', ['-ic', 'whence -w assume'])
      expect(stdout).toContain('assume: function')
      await desk.install('--uninstall')
      expect(desk.state()).toEqual(before)
    },
  )

  it.skipIf(!isInstalled('fish') && !process.env.CI)('when XDG_CONFIG_HOME is set', async () => {
    const desk = Desk.withProgram()
    const env = { XDG_CONFIG_HOME: join(desk.home, 'my config') }
    await desk.run('sh', ['install.sh', '--rc'], env)
    expect(desk.read('my config/fish/conf.d/assume.fish')).toContain('assume.fish')
    await desk.run('sh', ['install.sh', '--uninstall'], env)
    expect(desk.state()).toEqual({})
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
    const desk = Desk.withProgram()
    desk.program('uname', 'echo Darwin')
    for (const [path, text] of Object.entries(others)) desk.write(path, text)
    const before = desk.state()
    await desk.install('--rc')
    const changed = ['.bash_profile', '.bash_login', '.profile'].filter(
      (path) => desk.state()[path] !== before[path],
    )
    expect(changed).toEqual(login ? [login] : [])
    expect(desk.read('.bashrc')).toContain('assume.bash')
    if (login) {
      const { stdout } = await desk.run('bash', ['--login', '-ic', 'type -t assume'])
      expect(stdout).toBe('function')
    }
    if (login === '.profile') {
      // The desktop's session may read it with another shell.
      const run = await desk.run('sh', ['-eu', desk.inHome(login)])
      expect(run).toEqual({ exitCode: 0, stdout: '', stderr: '' })
    }
    await desk.install('--uninstall')
    expect(desk.state()).toEqual(before)
  })
})

describe('install.sh --cmd', () => {
  const unchanged = "assume is aliased to `. assume'"

  it('leaves granted its name, in shells and in PATH, until it is taken back', async () => {
    const desk = Desk.withProgram()
    desk.write('.bashrc', 'alias assume=". assume"\n')
    const before = desk.state()
    const { stdout, stderr } = await desk.install('--rc', '--cmd', 'role')
    expect(stdout).toMatch(/try: role demo$/)
    expect(stderr).not.toContain('takes the name')
    expect(existsSync(desk.launcher)).toBe(false)
    const program = join(desk.home, '.local/bin/assume-shell')
    expect(await desk.run(program, ['--version'])).toMatchObject({ exitCode: 0, stderr: '' })
    for (const { name } of shells) {
      const look = await desk.run(name, ['-ic', 'type role; role --version'])
      expect(look.stdout).toMatch(/^role is a (shell )?function[\s\S]*\n\d+\.\d+\.\d+$/)
    }
    expect((await desk.run('bash', ['-ic', 'type assume'])).stdout).toBe(unchanged)

    const once = desk.state()
    await desk.install('--rc')
    expect(desk.state()).toEqual(once)

    expect((await desk.install('--rc', '--cmd', 'assume')).stderr).toContain('takes the name')
    expect(existsSync(program)).toBe(false)
    expect((await desk.run('bash', ['-ic', 'type -t assume role'])).stdout).toBe('function')

    await desk.install('--rc', '--cmd=role')
    expect(await desk.install('--uninstall')).toMatchObject({ exitCode: 0, stderr: '' })
    expect(desk.state()).toEqual(before)
  })

  it('says so when a program has that name', async () => {
    const desk = Desk.withProgram()
    desk.program('as', 'echo an assembler')
    expect((await desk.install('--cmd', 'as')).stderr).toContain(
      `assume install: ${join(desk.bin, 'as')} is there as well; in shells that load assume, as is ours\n`,
    )
  })

  it.each([
    ['a b', '--cmd: "a b" is no plain name'],
    ['test', '--cmd: "test" is taken by the shells'],
  ])('takes no %j, and changes nothing', async (name, says) => {
    const desk = Desk.withProgram()
    const { stderr, exitCode } = await desk.install('--rc', '--cmd', name)
    expect(stderr).toContain(says)
    expect(exitCode).toBe(2)
    expect(desk.state()).toEqual({})
  })
})

describe('install.sh into another place', () => {
  it('loads from there, and says what stays at the old one; either goes by itself', async () => {
    const desk = Desk.withProgram()
    desk.write('.bashrc', 'true')
    const before = desk.state()
    await desk.install('--rc')
    const prefix = join(desk.home, "it's", 'new')
    const { stdout } = await desk.install('--rc', '--prefix', prefix)
    expect(stdout).toContain(`It loaded what is in ${desk.home}/.local, which stays there until `)
    const [, hint = ''] = /^It loaded .* until (sh .*)$/m.exec(stdout) ?? []
    desk.write('.cache/assume/sessions/unchanged', '')
    for (const { name, rc } of shells) {
      expect(desk.read(rc)).not.toContain('.local/share')
      const look = await desk.run(name, ['-ic', 'assume --version'])
      expect(look.stdout).toMatch(/^\d+\.\d+\.\d+$/)
    }

    const texts = shells.map(({ rc }) => desk.read(rc))
    const old = await desk.run('sh', ['-c', hint])
    expect(old.stdout).toContain(
      `${desk.inHome('.bashrc')} loads what is in ${prefix}, and goes on`,
    )
    expect(existsSync(desk.share)).toBe(false)
    expect(shells.map(({ rc }) => desk.read(rc))).toEqual(texts)
    expect(existsSync(desk.inHome('.cache/assume'))).toBe(true)

    await desk.install('--uninstall', '--prefix', prefix)
    rmSync(desk.inHome('.cache'), { recursive: true })
    expect(desk.state()).toEqual(before)
  })

  it('takes out a block whose program somebody has moved away', async () => {
    const desk = Desk.withProgram()
    await desk.install('--rc')
    renameSync(desk.inHome('.local'), desk.inHome('moved'))
    const { stderr } = await desk.install('--uninstall', '--prefix', desk.inHome('moved'))
    expect(stderr).toBe('')
    expect(shells.filter(({ rc }) => existsSync(desk.inHome(rc)))).toEqual([])
  })
})

describe.each(shells)('what install.sh puts there, sourced by its path in $name', ({ name }) => {
  it('takes the node that it was installed with', async () => {
    const desk = Desk.withProgram()
    await desk.install()
    desk.program('node', 'echo the wrong node')
    const { stdout: path } = await desk.run(desk.launcher, ['init', name, '--print-path'])
    const source = `source "$WRAPPER"; assume --version`
    const run = await desk.run(name, ['-c', source], { WRAPPER: path })
    expect(run.stdout).toMatch(/^\d+\.\d+\.\d+$/)
  })
})

describe('install.sh changes nothing', () => {
  it('when the start-up file is a link that leads to itself', async () => {
    const desk = Desk.withProgram()
    await desk.install()
    symlinkSync('.bashrc', desk.inHome('.bashrc'))
    const { stderr, exitCode } = await desk.install('--rc')
    expect(stderr).toBe(`assume install: ${desk.inHome('.bashrc')} is a link that leads to itself`)
    expect(exitCode).toBe(1)
  })

  it('when half of it is missing', async () => {
    const desk = Desk.withProgram()
    const script = desk.read(join(desk.clone, 'install.sh'))
    const lastLine = script.lastIndexOf('\n', script.length - 2)
    for (let length = 0; length <= lastLine; length += Math.ceil(lastLine / 40)) {
      desk.write(join(desk.clone, 'install.sh'), script.slice(0, length))
      await desk.install('--rc')
      expect(desk.state()).toEqual({})
    }
  })

  it.each([
    { option: '--frob', says: 'unknown option: --frob' },
    { option: 'zsh', says: 'unknown option: zsh' },
    { option: '--prefix', says: '--prefix needs a directory' },
  ])('when called with $option, and says how it is used', async ({ option, says }) => {
    const desk = Desk.withProgram()
    const { stdout, stderr, exitCode } = await desk.install(option)
    expect(stderr).toMatch(new RegExp(`^assume install: ${says}\nusage: sh install\\.sh `))
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 })
    expect(desk.state()).toEqual({})
  })

  it('when HOME is not set', async () => {
    const desk = Desk.withProgram()
    const { stderr, exitCode } = await desk.run('sh', ['install.sh'], { HOME: undefined })
    expect(stderr).toContain('assume install: HOME is not set\n')
    expect(exitCode).toBe(1)
  })

  it.each([
    { version: '20.18.3', exitCode: 1 },
    { version: '18.20.8', exitCode: 1 },
    { version: '20.19.0', exitCode: 0 },
    { version: '22.0.0', exitCode: 0 },
  ])('unless Node.js is new enough: $version', async ({ version, exitCode }) => {
    const desk = Desk.withProgram()
    desk.program(
      'node',
      `if [ "$2" = process.versions.node ]; then echo ${version}; exit; fi`,
      `exec '${process.execPath}' "$@"`,
    )
    const run = await desk.install()
    expect(run.exitCode).toBe(exitCode)
    if (exitCode === 1) {
      expect(run.stderr).toContain(
        `assume install: ${join(desk.bin, 'node')} is Node.js ${version}; 20.19 or newer is needed\n`,
      )
      expect(desk.state()).toEqual({})
    }
  })

  it('where somebody else has a program of that name', async () => {
    const desk = Desk.withProgram()
    desk.write('.local/bin/assume', '#!/bin/sh\n')
    const before = desk.state()
    const { stderr, exitCode } = await desk.install()
    expect(stderr).toContain(`assume install: ${desk.launcher} is not ours\n`)
    expect(exitCode).toBe(1)
    await desk.install('--uninstall')
    expect(desk.state()).toEqual(before)
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
    const desk = Desk.withProgram()
    await desk.install('--rc')
    const before = desk.state()
    desk.program('npm', ...npm)
    const run = await desk.install('--rc')
    expect(run.stderr).toMatch(says)
    expect(run.exitCode).toBe(exitCode)
    expect(desk.state()).toEqual(before)
  })

  it('when the disk is full', async () => {
    const desk = Desk.withProgram()
    await desk.install('--rc')
    const before = desk.state()
    const run = await desk.run('sh', ['-c', "trap '' XFSZ; ulimit -f 8; sh install.sh --rc"])
    expect(run.stderr).toMatch(/could not copy the program into .*; nothing was changed$/)
    expect(run.exitCode).toBe(1)
    expect(desk.state()).toEqual(before)
  })

  it('when it was killed half-way, and clears up at the next run', async () => {
    const desk = Desk.withProgram()
    await desk.install()
    const before = desk.state()
    desk.write('.local/share/assume.new.999999999/dist/bin.js', '')
    desk.write('.local/share/assume.old/package.json', '')
    desk.write('.local/bin/.assume.999999999', '')
    await desk.install()
    expect(desk.state()).toEqual(before)
  })
})

describe('install.sh warns', () => {
  it('of another assume that comes first in PATH', async () => {
    const desk = Desk.withProgram()
    desk.program('assume', 'echo I am granted')
    const { stderr } = await desk.install()
    expect(stderr).toContain(
      `another assume comes first in PATH, and scripts get that one: ${join(desk.bin, 'assume')}\n`,
    )
  })

  it('of an alias of granted or awsume', async () => {
    const desk = Desk.withProgram()
    desk.write('.zshenv', '# alias assume=no\nalias assume=". assume"\n')
    const { stderr } = await desk.install('--rc')
    expect(stderr).toContain(`${desk.inHome('.zshenv')}:2: alias assume=". assume"`)
  })

  it('with a way to have both', async () => {
    const desk = Desk.withProgram()
    desk.program('assume', 'echo I am granted')
    expect((await desk.install()).stderr).toContain('to keep both: sh install.sh --rc --cmd as\n')
  })

  it('when its folder is not on PATH, and else says nothing', async () => {
    const desk = Desk.withProgram()
    const { stderr } = await desk.install()
    const [complaint, hint = ''] = stderr.split('\n  hint: ')
    expect(complaint).toContain(`${join(desk.home, '.local/bin')} is not on PATH`)
    const mended = await desk.run('sh', ['-c', `${hint}; command -v assume`])
    expect(mended.stdout).toBe(desk.launcher)
    const path = `${join(desk.home, '.local/bin')}:${desk.path}`
    expect(await desk.run('sh', ['install.sh'], { PATH: path })).toMatchObject({ stderr: '' })
  })
})

describe('install.sh --uninstall', () => {
  it('leaves no credentials behind', async () => {
    const desk = Desk.withProgram()
    await desk.install()
    desk.write('.cache/assume/sessions/x', 'a session')
    desk.write('.cache/other', '')
    await desk.install('--uninstall')
    expect(Object.keys(desk.state())).toEqual(['.cache', '.cache/other'])
  })

  it('finds nothing to do where nothing is', async () => {
    const desk = Desk.withProgram()
    expect(await desk.install('--uninstall')).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: `Found nothing of assume in ${desk.home}/.local or in the start-up files`,
    })
    expect(desk.state()).toEqual({})
  })
})
