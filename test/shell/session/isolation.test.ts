import { readFileSync, rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  bash,
  fish,
  posixShells,
  raw,
  wrappedWays,
  zsh,
} from '../../support/shells/posix-shells.ts'
import { sharedSession } from '../../support/shells/shared-session.ts'
import type { ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn, shellNamed } from '../../support/shells/shells.ts'
import { changes, snapshot } from '../../support/shells/snapshot.ts'
import { Terminal } from '../../support/terminal/pty.ts'

const sharedBob = sharedSession()

/** A shell session of Bob, with no file of secrets. */
function openSession(): ShellSession {
  const bob = sharedBob()
  rmSync(bob.path('secrets'), { force: true })
  return bob
}

/** Saves the secrets, and the access key id too, because code that contains the id also contains the secrets. */
const note = `sh -c 'env | sed -n "s/^AWS_[AS].*_\\(ID\\|KEY\\|TOKEN\\)=//p" >>"$HOME/secrets"'`

function expectNoSecrets(bob: ShellSession, ...texts: readonly string[]): void {
  const secrets = readFileSync(bob.path('secrets'), 'utf8').split(/\s+/).filter(Boolean)
  expect(secrets.length).toBeGreaterThan(2)
  for (const text of texts) {
    for (const secret of secrets) expect(text.includes(secret), text.slice(0, 2000)).toBe(false)
  }
}

const posixWays = [...wrappedWays.filter(({ shell }) => shell !== fish), ...posixShells.map(raw)]

for (const way of posixWays) {
  const { shell, assume } = way
  const tests = () => {
    test.each([
      `(${assume('plain')}; ${note}; echo done) | tee log`,
      `{ ${assume('plain')}; ${note}; echo done; } | tee log`,
      `x=$( (${assume('plain')}; ${note}; echo done) | tee log); echo "$x"`,
      `${assume('plain')}; ${note}; (${assume('ireland')}; ${note}; echo done) | tee log`,
    ])('a log contains no credentials: %s', async (line) => {
      const bob = openSession()
      const run = await bob.go(way, [line])
      expect(run).toEqual({ stdout: 'done', stderr: '', exitCode: 0 })
      expect(readFileSync(bob.path('log'), 'utf8')).toBe('done\n')
      expectNoSecrets(bob, run.stdout, run.stderr)
    })

    test('under set -a, programs get no saved values, and set -a stays on', async () => {
      const bob = openSession()
      const lines = ['set -a', way.assume('ireland'), way.assume('plain'), 'env', 'x=1', 'env']
      const env = { AWS_PROFILE: 'sesame' }
      const run = await bob.go(way, [...lines, way.assume('unset'), 'echo "[$AWS_PROFILE]"'], {
        env,
      })
      expect(run.stdout).not.toContain('__assume')
      expect(run.stdout).toContain('\nx=1\n')
      expect(run.stdout).toMatch(/\n\[sesame\]$/)
    })

    test('assume does not run the traps of the user', async () => {
      const lines = [
        "trap 'echo end' EXIT",
        shell === bash ? "trap 'echo error' ERR; set -E" : ':',
        way.assume('plain'),
        way.assume('ireland'),
        way.assume('unset'),
        'echo last',
      ]
      const run = await openSession().go(way, lines)
      expect(run).toEqual({ stdout: 'last\nend', stderr: '', exitCode: 0 })
    })

    test.skipIf(!/^(bash|ksh)$/.test(shell.name))(
      'assume prints nothing under set -k',
      async () => {
        const bob = openSession()
        const steps = [assume('ireland'), note, assume('plain'), note, assume('unset')]
        const run = await bob.go(way, [
          'set -k',
          ...steps,
          'case $- in *k*) echo unchanged ;; esac',
        ])
        expect(run).toEqual({ stdout: 'unchanged', stderr: '', exitCode: 0 })
        expectNoSecrets(bob, run.stdout)
      },
    )

    test('a background job prints nothing and does not change the shell', async () => {
      const bob = openSession()
      const lines = [snapshot(shell, 'before'), `{ ${way.assume('plain')}; ${note}; } & wait`]
      const run = await bob.go(way, [...lines, 'unset job', snapshot(shell, 'after')])
      expect(run.stdout).toBe('')
      expect(changes(bob.home.path, shell, 'before', 'after').join()).not.toMatch(/AWS|ASSUME/)
      expectNoSecrets(bob, run.stdout, run.stderr)
    })
  }
  describeIn(shell, tests, way.name)
}

for (const way of wrappedWays) {
  const { shell } = way
  const traces: readonly string[] =
    shell === fish ? ['set fish_trace 1'] : ['set -x', 'set -v', 'set -xv', 'set -exuv']

  const tests = () => {
    test.each(traces)('a trace shows no secret: %s', async (trace) => {
      const bob = openSession()
      const steps = [way.assume('ireland'), note, way.assume('settled'), note, way.assume('unset')]
      bob.write('script', [...way.load, trace, ...steps, 'echo still traced'])
      const run = await bob.run(shell, ['. ./script'])
      expect(run).toMatchObject({ stdout: 'still traced', exitCode: 0 })
      expect(run.stderr).toContain('echo still traced')
      expectNoSecrets(bob, run.stderr)
    })

    test('a session adds only its variables and the saved values to the shell', async () => {
      const bob = openSession()
      const lines = [snapshot(shell, 'before'), way.assume('plain'), snapshot(shell, 'after')]
      await bob.go(way, lines, { env: { AWS_PROFILE: 'Bob' } })
      const names = changes(bob.home.path, shell, 'before', 'after').map(
        (line) => /^\w+: ([+-] \w+)/.exec(line)?.[1],
      )
      expect(new Set(names)).toEqual(
        new Set([
          '- AWS_PROFILE',
          '+ AWS_ACCESS_KEY_ID',
          '+ AWS_SECRET_ACCESS_KEY',
          '+ AWS_SESSION_TOKEN',
          '+ AWS_CREDENTIAL_EXPIRATION',
          '+ AWS_ACCOUNT_ID',
          '+ AWSUME_PROFILE',
          '+ ASSUME_ROLE',
          '+ ASSUME_EXPIRES',
          '+ ASSUME_KEY_ID',
          '+ ASSUME_REQUEST',
          '+ __assume_saved',
          '+ __assume_saved_AWS_PROFILE',
        ]),
      )
    })

    test('programs get no file descriptor from assume', async () => {
      const lines = ['ls /proc/self/fd', 'echo', way.assume('plain'), 'ls /proc/self/fd']
      const { stdout } = await openSession().go(way, lines)
      const [before, after] = stdout.split('\n\n')
      expect(after).toBe(before)
    })

    test('at a prompt, the history contains no secret, and unset restores the shell', async () => {
      const bob = openSession()
      const row = shellNamed(shell.name)
      const terminal = await Terminal.open(row, bob.home.path, way.load, bob.env)
      const list = shell === zsh ? 'fc -l 1' : 'history'
      // The first segment changes the prompt permanently.
      for (const line of [way.assume('plain'), way.assume('unset'), list]) await terminal.run(line)
      await terminal.run(snapshot(shell, 'before'))
      await terminal.run(way.assume('ireland'))
      await terminal.run(note)
      await terminal.run(shell.evaluate('assume plain'))
      await terminal.run(note)
      const { output } = await terminal.run(list)
      expect(output).toContain('assume ireland')
      expectNoSecrets(bob, output)
      await terminal.run(way.assume('unset'))
      await terminal.run(snapshot(shell, 'after'))
      const changed = changes(bob.home.path, shell, 'before', 'after')
      expect(changed.filter((line) => !line.includes('__assume_left'))).toEqual([])
    })
  }
  describeIn(shell, tests, way.name)
}
