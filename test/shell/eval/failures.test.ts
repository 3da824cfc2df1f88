import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { aws } from '../../support/aws/aws.ts'
import { once } from '../../support/once.ts'
import { failures } from '../../support/shells/failures.ts'
import {
  evalShells,
  fish,
  type Invocation,
  posixShells,
  raw,
  usualWays,
  wrappedEvalWays,
  wrappedWays,
} from '../../support/shells/posix-shells.ts'
import { sharedSession } from '../../support/shells/shared-session.ts'
import { ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn } from '../../support/shells/shells.ts'
import { changes, snapshot } from '../../support/shells/snapshot.ts'

const openBob = sharedSession()

const names = Object.keys(failures)

const endOfFailure = 'end of failure'

/** Runs all failing command lines in one shell, which has an active session and its own variables. */
async function failInAllWays(way: Invocation) {
  const bob = new ShellSession(aws)
  const { shell } = way
  const lines = Object.values(failures).flatMap(({ words, env = {} }, index) => [
    ...Object.entries(env).map(([name, value]) => shell.export(name, value)),
    snapshot(shell, `before-${index}`),
    way.assume(words),
    `echo "status ${shell.status}"`,
    snapshot(shell, `after-${index}`),
    ...Object.keys(env).map((name) => shell.export(name, bob.env[name] ?? '')),
    `echo ${endOfFailure}; echo ${endOfFailure} >&2`,
  ])
  const faults = Object.values(failures).flatMap(({ fault }) => fault ?? [])
  aws.faults.next = [{ kind: 'none' }, ...faults]
  const env = { AWS_PROFILE: 'Bob', AWS_REGION: 'us-east-1' }
  const run = await bob.go(way, [way.assume('ireland'), ...lines], { env })
  const [stdout, stderr] = [run.stdout, run.stderr].map((text) =>
    text.split(RegExp(`\\n?${endOfFailure}\\n?`)),
  )
  return names.map((_, index) => ({
    stdout: stdout?.[index],
    stderr: stderr?.[index] ?? '',
    changes: changes(bob.home.path, shell, `before-${index}`, `after-${index}`),
    files: readdirSync(bob.home.path),
  }))
}

for (const way of [...usualWays, ...wrappedEvalWays]) {
  const tests = () => {
    const failed = once(() => failInAllWays(way))

    test.each(Object.entries(failures))('%s fails and changes nothing', async (name, failure) => {
      const ended = (await failed())[names.indexOf(name)]
      const fishEval = way.shell === fish && !way.name.endsWith('wrapped')
      expect(ended?.stdout).toBe(`status ${fishEval ? 1 : failure.status}`)
      expect(ended?.stderr).toMatch(failure.says)
      const [, ...hints] = ended?.stderr.split(/^ {2}hint: /m) ?? []
      expect(hints.join()).toMatch(failure.hint)
      expect(ended?.changes).toEqual([])
      expect(ended?.files).not.toContain('canary')
    })
  }
  describeIn(way.shell, tests, way.name)
}

const posixWays = [...posixShells.map(raw), ...wrappedWays, ...wrappedEvalWays].filter(
  ({ shell }) => shell !== fish,
)

for (const way of posixWays) {
  const tests = () => {
    test('a failure of assume or assume unset stops a script under set -e', async () => {
      const bob = openBob()
      for (const words of ['plian', 'unset --no-such-option']) {
        const run = await bob.go(way, [way.assume(words), 'echo "went on"'], { options: ['-eu'] })
        expect(run.stdout).toBe('')
        expect(run.exitCode).not.toBe(0)
      }
    })

    test('a readonly variable is refused before anything changes', async () => {
      const bob = openBob()
      const lines = [
        'AWS_SECRET_ACCESS_KEY=mine',
        'export AWS_REGION=us-east-1',
        'readonly AWS_REGION',
        snapshot(way.shell, 'before'),
        `${way.assume('ireland')} || echo "failed with $?"`,
        snapshot(way.shell, 'after'),
        way.assume('plain'),
        'echo "then $? [$ASSUME_ROLE, $AWS_REGION]"',
      ]
      const run = await bob.go(way, lines)
      expect(run.stdout).toBe('failed with 1\nthen 0 [plain, us-east-1]')
      expect(run.stderr).toMatch(
        /AWS_REGION.*\nassume: .*readonly.*nothing was changed\n {2}hint: /,
      )
      expect(changes(bob.home.path, way.shell, 'before', 'after')).toEqual([])
    })

    test('if a variable became readonly, unset and a new session change nothing', async () => {
      const bob = openBob()
      const lines = [
        way.assume('ireland'),
        'readonly AWS_SESSION_TOKEN',
        snapshot(way.shell, 'before'),
        `${way.assume('unset')} || echo "failed with $?"`,
        `${way.assume('plain')} || echo "failed with $?"`,
        snapshot(way.shell, 'after'),
      ]
      const run = await bob.go(way, lines)
      expect(run.stdout).toBe('failed with 1\nfailed with 1')
      expect(changes(bob.home.path, way.shell, 'before', 'after')).toEqual([])
    })
  }
  describeIn(way.shell, tests, way.name)
}

/** Without its configuration fish has no universal variables. The configuration is in the home directory. */
const fishWithUniversals = { ...fish, command: ['fish'] }

for (const way of [raw(fish), ...wrappedWays].filter(({ shell }) => shell === fish)) {
  const tests = () => {
    test('a universal AWS_PROFILE is refused before anything changes', async () => {
      const bob = new ShellSession(aws)
      const lines = [
        'set -Ux AWS_PROFILE Bob',
        'set -U AWS_DEFAULT_PROFILE unexported',
        snapshot(fish, 'before'),
        way.assume('ireland'),
        'echo "status $status"',
        snapshot(fish, 'after'),
        'set -eU AWS_PROFILE',
        way.assume('ireland'),
        'echo "then $status [$ASSUME_ROLE]"',
      ]
      const run = await bob.go({ ...way, shell: fishWithUniversals }, lines)
      expect(run.stdout).toBe('status 1\nthen 0 [ireland]')
      expect(run.stderr).toBe(`assume: fish exports its universal variables whatever a session \
unsets; nothing was changed
  hint: set -eU AWS_PROFILE`)
      expect(changes(bob.home.path, fish, 'before', 'after')).toEqual([])
    })
  }
  describeIn(fish, tests, way.name)
}

for (const shell of evalShells) {
  const status = shell === fish ? 1 : 2
  test(`an unknown format makes the eval fail with ${status} in ${shell.name}`, async () => {
    const way = raw(shell)
    const lines = [way.assume('plain --format tcsh'), `echo "status ${shell.status}"`]
    const run = await openBob().go(way, lines)
    expect(run.stderr).toContain('assume: there is no format "tcsh"')
    expect(run.stdout).toBe(`status ${status}`)
  })
}
