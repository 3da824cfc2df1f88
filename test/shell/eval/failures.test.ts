import { readdirSync } from 'node:fs'
import { alter, type Fault } from 'aws-stand-in'
import { expect, test } from 'vitest'
import { demoRole } from '../../../src/demo/fixture.ts'
import { aws } from '../../support/aws/aws.ts'
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
import { ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn } from '../../support/shells/shells.ts'
import { changes, snapshot } from '../../support/shells/snapshot.ts'

interface Failure {
  readonly words: string
  readonly status: number
  readonly says: RegExp
  /** The next step. */
  readonly hint: RegExp
  readonly env?: Readonly<Record<string, string>>
  readonly fault?: Fault
}

const failures: Readonly<Record<string, Failure>> = {
  'a wrong code': {
    words: `Bob ${demoRole.name} 654321`,
    status: 1,
    says: /^assume: GetSessionToken for \S+ failed: .*invalid MFA one time pass code/,
    hint: /try again with the next one/,
  },
  'a wrong profile': {
    words: 'plian',
    status: 2,
    says: /^assume: there is no profile or command "plian"/,
    hint: /plain/,
  },
  'a denied role': {
    words: 'Alice demo-no-mfa-role',
    status: 1,
    says: /^assume: AssumeRole of \S+ failed: User: \S+user\/Alice is not authorized/,
    hint: /trust policy/,
  },
  'a dead server': {
    words: 'ireland',
    env: { AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1' },
    status: 1,
    says: /^assume: .*127\.0\.0\.1:1\b/,
    hint: /\w/,
  },
  'a code that is missing, and nobody to ask': {
    words: `Bob ${demoRole.name} --serial-number arn:aws:iam::123456789012:mfa/Bob`,
    status: 3,
    says: /^assume: a code of the MFA device .* is needed, and there is no terminal/,
    hint: /--token-code/,
  },
  'an answer that no shell can hold': {
    // Not the session that the shell holds: that one would be handed out instead.
    words: 'plain --duration 20m',
    fault: alter({ AccessKeyId: "AKIA'; touch canary;\n'$(touch canary)" }),
    status: 1,
    says: /^assume: .* failed: AccessKeyId in the answer holds a line feed/,
    hint: /endpoint/,
  },
  'a wrong duration': {
    words: 'plain --duration soon',
    status: 2,
    says: /^assume: .*--duration/,
    hint: /90m/,
  },
}

/** Fails in a shell that holds a session and things of its own, and expects all that to stay. */
async function expectNothingChanged(
  way: Invocation,
  { words, status, says, hint, ...failure }: Failure,
) {
  const bob = new ShellSession(aws)
  const { shell } = way
  if (failure.fault) aws.faults.next = [{ kind: 'none' }, failure.fault]
  const lines = [
    way.assume('ireland'),
    ...Object.entries(failure.env ?? {}).map(([name, value]) => shell.export(name, value)),
    snapshot(shell, 'before'),
    way.assume(words),
    `echo "status ${shell.status}"`,
    snapshot(shell, 'after'),
  ]
  const env = { AWS_PROFILE: 'Bob', AWS_REGION: 'us-east-1' }
  const run = await bob.go(way, lines, { env })
  const fishEval = shell === fish && !way.name.endsWith('wrapped')
  expect(run.stdout).toBe(`status ${fishEval ? 1 : status}`)
  expect(run.stderr).toMatch(says)
  expect(
    run.stderr
      .split(/^ {2}hint: /m)
      .slice(1)
      .join(),
  ).toMatch(hint)
  expect(changes(bob.home.path, shell, 'before', 'after')).toEqual([])
  expect(readdirSync(bob.home.path)).not.toContain('canary')
}

for (const way of [...usualWays, ...wrappedEvalWays]) {
  const tests = () => {
    test.each(Object.keys(failures))('%s fails and changes nothing', async (name) => {
      const failure = failures[name]
      if (failure) await expectNothingChanged(way, failure)
    })
  }
  describeIn(way.shell, tests, way.name)
}

const posixWays = [...posixShells.map(raw), ...wrappedWays, ...wrappedEvalWays].filter(
  ({ shell }) => shell !== fish,
)

for (const way of posixWays) {
  const tests = () => {
    test('a failure stops a script under set -e, and unset too', async () => {
      const bob = new ShellSession(aws)
      for (const words of ['plian', 'unset --no-such-option']) {
        const run = await bob.go(way, [way.assume(words), 'echo "went on"'], { options: ['-eu'] })
        expect(run.stdout).toBe('')
        expect(run.exitCode).not.toBe(0)
      }
    })

    test('a readonly variable is refused before anything changes', async () => {
      const bob = new ShellSession(aws)
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

    test('a session with a variable that became readonly cannot be dropped by half', async () => {
      const bob = new ShellSession(aws)
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

/** Without its configuration it has no universal variables; the configuration is in the home. */
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
  test(`a format that does not exist fails the eval in ${shell.name} as well`, async () => {
    const way = raw(shell)
    const lines = [way.assume('plain --format tcsh'), `echo "status ${shell.status}"`]
    const run = await new ShellSession(aws).go(way, lines)
    expect(run.stderr).toContain('assume: there is no format "tcsh"')
    expect(run.stdout).not.toBe('status 0')
  })
}
