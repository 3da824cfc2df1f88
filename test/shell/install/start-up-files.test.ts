import { chmodSync, mkdirSync, renameSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { once } from '../../support/once.ts'
import { Machine, loadingFiles as shells } from '../../support/shells/machine.ts'
import { folderOfTests, isInstalled } from '../../support/shells/shells.ts'

/** Programs that are /bin/sh on some machines. */
const interpreters = ['dash', 'bash --posix', 'busybox sh', 'zsh --emulate sh', 'ksh', 'mksh']

const begin = '# >>> assume >>>'
const end = '# <<< assume <<<'

const folder = folderOfTests()

/** One machine with assume installed, for tests that do not change it. */
const loaded = once(() => Machine.withAssume({ folder }))

describe.each(interpreters)('install.sh --rc run by %s', (interpreter) => {
  const [program = '', ...options] = interpreter.split(' ')

  it.skipIf(!isInstalled(program) && !process.env.CI)(
    'changes the files once, and --uninstall restores them',
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
      const changed = machine.state()
      for (const { rc } of shells) expect(machine.read(rc)).toContain(`${end}\n`)
      expect(changed['.bashrc']).toMatch(/^640 alias/)

      expect(await install('--rc')).toMatchObject({ exitCode: 0 })
      expect(machine.state()).toEqual(changed)

      expect(await install('--uninstall')).toMatchObject({ exitCode: 0, stderr: '' })
      expect(machine.state()).toEqual(before)
    },
  )
})

/** The text of the start-up file of each shell. */
const filesOf = (machine: Machine) =>
  Object.fromEntries(shells.map(({ name, rc }) => [name, machine.read(rc)]))

/** A machine with this text in all start-up files. */
function machineWith(text: string): Machine {
  const machine = Machine.withProgram()
  for (const { rc } of shells) machine.write(rc, text)
  return machine
}

const withOldBlocks = once(async () => {
  const machine = machineWith(
    `# before\n${begin}\nfrom an old version\n${end}\n# after, no end of line`,
  )
  await machine.install('--rc')
  const installed = filesOf(machine)
  await machine.install('--uninstall')
  return { installed, uninstalled: filesOf(machine) }
})

const withCrlf = once(async () => {
  const machine = machineWith('true #\r\n')
  await machine.install('--rc')
  const first = filesOf(machine)
  const edit = () => {
    for (const { name, rc } of shells) {
      machine.write(rc, (first[name] ?? '').replaceAll(/\r?\n/g, '\r\n'))
    }
  }
  edit()
  await machine.install('--rc')
  const second = filesOf(machine)
  edit()
  await machine.install('--uninstall')
  return { first, second, uninstalled: filesOf(machine) }
})

/** The folder of dotfiles is reached by a link, and each start-up file is a link into it. */
const withLinks = once(async () => {
  const machine = Machine.withProgram()
  const dotfiles = join(machine.folder, 'dot files')
  const dots = join(machine.home, 'dots')
  for (const { name, rc } of shells) {
    machine.write(join(dotfiles, name), '# mine\n')
    mkdirSync(join(machine.inHome(rc), '..'), { recursive: true })
    symlinkSync(join(dots, name), machine.inHome(rc))
  }
  symlinkSync(dotfiles, dots)
  const texts = () =>
    Object.fromEntries(shells.map(({ name }) => [name, machine.read(join(dotfiles, name))]))
  const before = machine.state()
  const { stdout } = await machine.install('--rc')
  const installed = texts()
  await machine.install('--uninstall')
  return { machine, dots, before, stdout, installed, uninstalled: texts(), after: machine.state() }
})

describe.each(shells)('install.sh --rc for $name', ({ name, rc }) => {
  it('loads the wrapper in every new shell', async () => {
    const machine = await loaded()
    const { stdout } = await machine.run(name, ['-ic', 'type assume; assume --version'])
    expect(stdout).toMatch(/^assume is a (shell )?function[\s\S]*\n\d+\.\d+\.\d+$/)
  })

  it('causes no errors in shells when the program is gone', async () => {
    const machine = await loaded()
    const status = name === 'fish' ? '$status' : '$?'
    renameSync(machine.share, join(machine.folder, 'gone'))
    const { stdout, stderr } = await machine.run(name, ['-ic', `echo ${status}`])
    renameSync(join(machine.folder, 'gone'), machine.share)
    expect(stdout).toBe('0')
    expect(stderr.replace(/^bash: (cannot set terminal|no job control).*\n?/gm, '')).toBe('')
  })

  it('replaces an old block, and does not change the lines around it', async () => {
    const { installed, uninstalled } = await withOldBlocks()
    expect(installed[name]).toMatch(
      new RegExp(
        `^# before\n${begin}\n[\\s\\S]*assume\\.${name}[\\s\\S]*\n${end}\n# after, no end of line$`,
      ),
    )
    expect(installed[name]).not.toContain('old version')
    expect(uninstalled[name]).toBe('# before\n# after, no end of line')
  })

  it('finds its block after an editor has changed the line ends to CRLF', async () => {
    const { first, second, uninstalled } = await withCrlf()
    expect(first[name]).toContain(begin)
    expect(second[name]).toBe(first[name])
    expect(uninstalled[name]).toBe('true #\r\n')
  })

  it('writes through symbolic links', async () => {
    const { machine, dots, before, stdout, installed, uninstalled, after } = await withLinks()
    expect(stdout).toContain(`\nChanging ${machine.inHome(rc)}, a link to ${join(dots, name)}:\n`)
    expect(installed[name]).toMatch(new RegExp(`^# mine\n${begin}\n[\\s\\S]*${end}\n$`))
    expect(uninstalled[name]).toBe('# mine\n')
    expect(after).toEqual(before)
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

  // Terminals on macOS start login shells.
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
