import { chmodSync, mkdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { aws } from '../../support/aws/aws.ts'
import { printedVariables } from '../../support/printed-variables.ts'
import { runProgram } from '../../support/processes/run-program.ts'
import { strace } from '../../support/processes/strace.ts'
import { core, type Invocation, wrappedWays } from '../../support/shells/posix-shells.ts'
import { sharedSession } from '../../support/shells/shared-session.ts'
import { ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn, isInstalled, quoted, shellNamed } from '../../support/shells/shells.ts'
import { plain, size, Terminal } from '../../support/terminal/pty.ts'

const openBob = sharedSession()

const isFish = ({ shell }: Invocation) => shell.name === 'fish'

const openTerminal = (bob: ShellSession, { shell, load }: Invocation, env = {}) =>
  Terminal.open(shellNamed(shell.name), bob.home.path, load, { ...bob.env, ...env })

/** The line that loads the wrapper with a core that runs in its own process. */
const loadAsProcess = ({ shell }: Invocation) =>
  shellNamed(shell.name).load({ node: process.execPath, script: core.script })

/** Writes a script into the bin folder of Bob's home directory. Returns its name. */
function program(bob: ShellSession, name: string, lines: readonly string[]): string {
  bob.write(`bin/${name}`, ['#!/bin/sh', ...lines])
  chmodSync(bob.path(`bin/${name}`), 0o755)
  return name
}

/** The variables in a file that `env -0` wrote, without those that each shell sets itself. */
const variables = (bob: ShellSession, name: string) =>
  Object.fromEntries(
    printedVariables(readFileSync(bob.path(name), 'utf8')).filter(
      ([variable]) => !/^(_|PWD|OLDPWD)$/.test(variable),
    ),
  )

/** A program that prints the signals, window sizes and lines that it receives. */
const asking = [
  "process.on('SIGINT', () => { console.log('interrupted'); process.exit(0) })",
  "process.on('SIGCONT', () => console.log('continued'))",
  "process.stdout.on('resize', () => console.log('now', process.stdout.getWindowSize().join()))",
  "require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => console.log('heard', line))",
  "if ([0, 1, 2].every((fd) => require('node:tty').isatty(fd))) console.log('all terminals')",
]

/** With the wrapper, its subshell becomes the program. In the other cases, Node.js waits for the program. */
const callers = [
  ['with the wrapper', 'assume exec'],
  ['without the wrapper', 'command assume exec'],
  ['with --server', 'assume exec --server'],
]

const stolen = ['exec', 'eval', 'env', 'shift', 'set', 'exit', 'export']

for (const way of wrappedWays) {
  const { shell } = way
  const tests = () => {
    test('passes arguments and stdin to the program, and returns its stdout and exit status', async () => {
      const bob = openBob()
      program(bob, 'show', [`printf '<%s>' "$#" "$@"`, 'cat', 'exit 77'])
      const odd = ['', ' ', 'a  b', '"', '*', '$HOME', '`id`', ';', '-n', '--', '~', '{a,b}', 'ä😀']
      const words = odd.map(quoted).join(' ')
      const { stdout, stderr, exitCode } = await bob.go(way, [
        `printf 'from stdin' | assume exec plain -- show ${words}; exit ${isFish(way) ? '$pipestatus[2]' : '$?'}`,
      ])
      expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 77 })
      expect(stdout).toBe(`${['13', ...odd].map((each) => `<${each}>`).join('')}from stdin`)
    })

    test('passes 10 MB of stdin and stdout unchanged', async () => {
      const { stdout, stderr } = await new ShellSession(aws).go(way, [
        'head -c 10000000 /dev/urandom >bytes',
        'cat bytes | assume exec plain -- cat | cmp - bytes',
        'assume exec plain -- cat <bytes >after',
        'cmp after bytes',
        'wc -c <after',
      ])
      expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: '10000000', stderr: '' })
    })

    test.each([
      ['exit 0', 0],
      ['exit 1', 1],
      ['exit 77', 77],
      ['kill -KILL $$', 137],
    ])('a program that ends with %s has the exit status %i', async (code, status) => {
      const { stdout } = await openBob().go(way, [
        `assume exec plain -- sh -c '${code}'`,
        `echo "<${shell.status}>"`,
      ])
      expect(stdout).toBe(`<${status}>`)
    })

    test('adds only session variables to the program, and does not change the shell', async () => {
      const bob = openBob()
      const { stdout, stderr, exitCode } = await bob.go(way, [
        shell.export('AWS_PROFILE', 'Bob'),
        shell.set('AWS_REGION', 'us-east-2'),
        'env -0 >direct',
        'assume exec ireland -- env -0 >through',
        'env -0 >after',
        'echo $AWS_REGION',
      ])
      expect({ stdout, stderr, exitCode }).toEqual({
        stdout: 'us-east-2',
        stderr: '',
        exitCode: 0,
      })
      const { AWS_PROFILE, ...others } = variables(bob, 'direct')
      expect(AWS_PROFILE).toBe('Bob')
      const seen = variables(bob, 'through')
      const ours = Object.keys(seen).filter((name) => !(name in others))
      expect(ours.sort()).toEqual([
        'ASSUME_EXPIRES',
        'ASSUME_KEY_ID',
        'ASSUME_REQUEST',
        'ASSUME_ROLE',
        'ASSUME_SETTINGS',
        'AWSUME_PROFILE',
        'AWS_ACCESS_KEY_ID',
        'AWS_ACCOUNT_ID',
        'AWS_CREDENTIAL_EXPIRATION',
        'AWS_DEFAULT_REGION',
        'AWS_REGION',
        'AWS_SECRET_ACCESS_KEY',
        'AWS_SESSION_TOKEN',
      ])
      expect(seen).toMatchObject({ ...others, AWS_REGION: 'eu-west-1', ASSUME_ROLE: 'ireland' })
      expect(variables(bob, 'after')).toEqual(variables(bob, 'direct'))
    })

    test('the output of the program can be captured', async () => {
      const capture = isFish(way) ? 'set -l x (' : 'x=$('
      const { stdout, stderr } = await openBob().go(way, [
        `${capture}assume exec plain -- sh -c 'echo "in $ASSUME_ROLE"; exit 4')`,
        `echo "<$x ${shell.status}>"`,
        'assume exec plain -- echo through | cat',
      ])
      expect({ stdout, stderr }).toEqual({ stdout: '<in plain 4>\nthrough', stderr: '' })
    })

    test('the program gets no variables of the active session', async () => {
      const { stdout, stderr } = await openBob().go(way, [
        shell.export('AWS_REGION', 'us-east-2'),
        'assume settled',
        'assume exec plain -- env',
        'echo now $ASSUME_ROLE $AWS_REGION',
      ])
      expect(stderr).toBe('')
      expect(stdout).toMatch(/^AWS_REGION=us-east-2$/m)
      expect(stdout).toMatch(/^ASSUME_ROLE=plain$/m)
      expect(stdout).not.toMatch(/AWS_USE_FIPS|127.0.0.1:9|__assume/)
      expect(stdout).toMatch(/^now settled us-west-2$/m)
    })

    test('the exit status is 2, 127 or 126 if the program cannot be started', async () => {
      const bob = openBob()
      const status = `echo "<${shell.status}>"`
      const { stdout, stderr } = await bob.go(way, [
        'assume exec nosuch -- touch mark',
        status,
        'assume exec plain -- nosuch',
        status,
        'assume exec plain -- /etc/passwd',
        status,
        'assume exec --help >help',
        status,
        'test -e mark',
        status,
      ])
      expect(stdout).toBe('<2>\n<127>\n<126>\n<0>\n<1>')
      expect(stderr).toContain('assume: "nosuch" is not in PATH; no program was started\n')
      expect(readFileSync(bob.path('help'), 'utf8')).toMatch(/^assume exec: run one program/)
    })

    test('starts $SHELL if no program is given', async () => {
      const bob = openBob()
      program(bob, 'my-shell', ['echo "$# in $ASSUME_ROLE"'])
      const { stdout, stderr } = await bob.go(way, [
        shell.export('SHELL', bob.path('bin/my-shell')),
        'assume exec plain',
        'assume exec --server plain',
      ])
      expect({ stdout, stderr }).toEqual({ stdout: '0 in plain\n0 in plain', stderr: '' })
    })

    test('hides conflicting AWS variables from the program, exported or not', async () => {
      const { stdout, stderr } = await openBob().go(way, [
        shell.export('AWS_PROFILE', 'nosuch'),
        shell.export('AWS_SESSION_EXPIRATION', 'old'),
        shell.set('AWS_CONTAINER_CREDENTIALS_FULL_URI', 'not exported'),
        'assume exec plain -- env',
        'echo still $AWS_PROFILE',
      ])
      expect(stderr).toBe('')
      expect(stdout).not.toMatch(/^AWS_(PROFILE|SESSION_EXPIRATION|CONTAINER_.*)=/m)
      expect(stdout).toMatch(/^still nosuch$/m)
    })

    test('--server uses the variables from before the active session', async () => {
      const { stdout, stderr } = await openBob().go(way, [
        shell.export('AWS_REGION', 'us-east-2'),
        'assume ireland',
        'assume exec --server plain -- env',
      ])
      expect(stderr).toBe('')
      expect(stdout).toMatch(/^AWS_REGION=us-east-2$/m)
      expect(stdout).toMatch(/^AWS_CONTAINER_CREDENTIALS_FULL_URI=http:/m)
      expect(stdout).not.toMatch(/AWS_ACCESS_KEY_ID|__assume/)
    })

    test.each(callers)(
      'the program receives Ctrl-C, Ctrl-Z, fg and changes of the window size, %s',
      async (_, words) => {
        const bob = openBob()
        bob.write('bin/asking', [`#!${process.execPath}`, ...asking])
        chmodSync(bob.path('bin/asking'), 0o755)
        const terminal = await openTerminal(bob, way)
        terminal.type(`${words} plain -- asking\r`)
        await terminal.waitFor('all terminals')
        terminal.type('one\r')
        await terminal.waitFor('heard one')
        terminal.resize(100, 40)
        await terminal.waitFor('now 100,40')
        terminal.type('\x1a')
        await terminal.waitFor('~~> ')
        expect((await terminal.run('jobs')).output).toMatch(/stopped|suspended/i)
        terminal.type('fg\r')
        await terminal.waitFor('continued')
        terminal.type('two\r')
        await terminal.waitFor('heard two')
        terminal.type('\x03')
        await terminal.waitFor('interrupted')
        await terminal.waitFor('~~> ')
        expect((await terminal.run('echo "[$AWS_ACCESS_KEY_ID]"; jobs')).output).toMatch(/^\[\]$/m)
      },
    )

    test.each(callers)(
      'a program that handles Ctrl-C determines the exit status, %s',
      async (_, words) => {
        const bob = openBob()
        // A Ctrl-C that comes before `sleep` starts does not end it.
        const wait = 'while :; do sleep 0.1; done'
        program(bob, 'handling', ["trap 'exit 7' INT", "printf 'rea%s\\n' dy", wait])
        const terminal = await openTerminal(bob, way)
        terminal.type(`${words} plain -- handling; echo "<${shell.status}>"\r`)
        await terminal.waitFor('ready')
        terminal.type('\x03')
        // A number alone could also be a column in fish's escape sequences.
        await terminal.waitFor(/<7>/)
      },
    )

    test('Ctrl-C ends the program and returns to the prompt without a message', async () => {
      const terminal = await openTerminal(openBob(), way)
      terminal.type(`assume exec plain -- sh -c 'echo rea""dy; exec sleep 1000'\r`)
      await terminal.waitFor('ready')
      terminal.type('\x03')
      await terminal.waitFor('~~> ')
      expect((await terminal.run('true')).output).not.toContain('assume:')
    })

    test('the program gets the size of the window', async () => {
      const terminal = await openTerminal(openBob(), way)
      terminal.type('assume exec plain -- stty size\r')
      await terminal.waitFor(`${size.rows} ${size.cols}`)
    })

    describe.skipIf(!isInstalled('less'))('a pager', () => {
      test.each(callers)('has the terminal to itself, %s', async (_, words) => {
        const bob = openBob()
        bob.write(
          'long',
          Array.from({ length: 500 }, (_, line) => `line ${line}`),
        )
        const terminal = await openTerminal(bob, way)
        terminal.type(`${words} plain -- less long\r`)
        await terminal.waitFor('line 40')
        terminal.type('G')
        await terminal.waitFor('line 499')
        terminal.type('q')
        await terminal.waitFor('~~> ')
        expect(plain((await terminal.run('echo back')).output)).toContain('\nback\n')
      })
    })

    test.skipIf(!isInstalled('vim'))('an editor has the terminal to itself', async () => {
      const bob = new ShellSession(aws)
      const terminal = await openTerminal(bob, way)
      terminal.type('assume exec plain -- vim -u NONE -i NONE -N -n note\r')
      await terminal.waitFor('[New')
      terminal.type('ifrom vim\x1b')
      terminal.type(':wq\r')
      await terminal.waitFor('written')
      await terminal.waitFor('~~> ')
      expect(readFileSync(bob.path('note'), 'utf8')).toBe('from vim\n')
    })

    test('nested shells each show their own session in the prompt', async () => {
      const bob = new ShellSession(aws)
      const { stdout: path } = await runProgram(['which', shell.name], { env: process.env })
      if (isFish(way)) {
        // The other shells find the start-up file of the terminal without this.
        mkdirSync(bob.path('.config/fish'), { recursive: true })
        bob.write('.config/fish/config.fish', ['source ~/config.fish'])
      }
      const terminal = await openTerminal(bob, way, { SHELL: path })
      const promptAfter = async (line: string) => {
        terminal.type(`${line}\r`)
        await terminal.waitFor('~~> ')
        return plain((await terminal.run('true')).prompt)
      }
      expect(await promptAfter('assume exec plain')).toMatch(/\(plain (59m|1h00m)\)/)
      expect(await promptAfter('assume exec ireland')).toMatch(/\(ireland (59m|1h00m)\)/)
      const { output } = await terminal.run('assume status; assume unset')
      expect(output).toMatch(/^ireland, account 123456789012, region eu-west-1$/m)
      expect(await promptAfter('exit')).toMatch(/\(plain (59m|1h00m)\)/)
      expect(await promptAfter('exit')).not.toContain('(plain')
    })

    describe.skipIf(!isInstalled('strace'))('under strace', () => {
      test('no process of assume remains while the program runs', async () => {
        const bob = openBob()
        program(bob, 'family', [
          'echo "parent $(cat /proc/$PPID/comm)"',
          'for pid in $(cat /proc/$PPID/task/$PPID/children); do',
          '  [ "$pid" = $$ ] || cat /proc/$pid/comm',
          'done',
        ])
        const { stdout } = await bob.run(shell, [
          loadAsProcess(way),
          'assume exec plain -- family; :',
        ])
        expect(stdout).toBe(`parent ${shell.name}`)
      })

      test('the core exits before the program starts', async () => {
        const bob = openBob()
        const log = bob.path('trace')
        const [file = '', ...args] = shell.command
        const traced = {
          ...shell,
          name: 'strace',
          command: [...strace('execve,exit_group', log), file, ...args],
        }
        await bob.run(traced, [loadAsProcess(way), 'assume exec plain -- /bin/true; :'])
        const lines = readFileSync(log, 'utf8').split('\n')
        const program = lines.findIndex((line) => line.includes('execve("/bin/true"'))
        const node = lines.findIndex((line) => line.includes(`execve("${process.execPath}"`))
        const pid = (index: number) => lines[index]?.split(' ')[0]
        expect(program).toBeGreaterThan(node)
        expect(pid(program)).not.toBe(pid(node))
        const ended = lines.findIndex(
          (line) => line.startsWith(`${pid(node)} `) && /exited|exit_group/.test(line),
        )
        expect(ended).toBeGreaterThan(node)
        expect(ended).toBeLessThan(program)
      })
    })

    if (isFish(way)) return

    test('works despite aliases and functions with the names of builtins, and despite set -eu', async () => {
      const bob = openBob()
      const { stdout, stderr, exitCode } = await bob.go(way, [
        'set -eu',
        ...stolen
          .filter((name) => name !== 'export')
          .map((name) => `function ${name} { echo FUNCTION; }`),
        ...stolen.map((name) => `alias ${name}='echo ALIAS'`),
        'assume exec plain -- env | grep ^ASSUME_ROLE=',
        'if assume exec plain -- false; then echo wrong; fi',
        'assume exec plain -- sh -c "builtin exit 3 2>/dev/null || exit 3"',
        'echo not reached',
      ])
      expect({ stdout, stderr, exitCode }).toEqual({
        stdout: 'ASSUME_ROLE=plain',
        stderr: '',
        exitCode: 3,
      })
    })

    test('arguments can contain any bytes', async () => {
      const { stdout } = await openBob().go(way, [
        `assume exec plain -- sh -c 'printf %s "$1" | od -An -tx1' sh "$(printf '\\377\\001\\n.')"`,
      ])
      expect(stdout.trim()).toBe('ff 01 0a 2e')
    })

    test('a trace of the shell does not contain the access key', async () => {
      const { stderr, stdout } = await openBob().go(way, [
        'set -xv',
        'assume exec plain -- sh -c "echo \\$AWS_ACCESS_KEY_ID"',
      ])
      expect(stdout).toMatch(/^ASIA\w+$/)
      expect(stderr).not.toContain(stdout)
    })
  }
  describeIn(shell, tests, way.name)
}
