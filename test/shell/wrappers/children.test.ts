import { expect, test } from 'vitest'
import {
  dash,
  fish,
  type Invocation,
  raw,
  usualWays,
  wrappedWays,
} from '../../support/shells/posix-shells.ts'
import { sharedSession } from '../../support/shells/shared-session.ts'
import { profileArn, type ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn } from '../../support/shells/shells.ts'
import { changes, snapshot } from '../../support/shells/snapshot.ts'

const session = sharedSession()

/** Writes a script of these lines. Returns the line that runs it in a child shell. */
function script(bob: ShellSession, { shell, load }: Invocation, lines: readonly string[]): string {
  bob.write('child', [...load, ...lines])
  return [...shell.command, bob.path('child')].join(' ')
}

const unsaved = `assume: a parent of this shell took the session, so nothing was there to put back; \
it is dropped here alone`

const ours =
  'env | grep -cE "^(AWS_(ACCESS|SECRET|SESSION|CREDENTIAL|ACCOUNT|REGION)|ASSUME_|AWSUME_)"'

for (const way of usualWays) {
  const { shell } = way
  const tests = () => {
    test('a child shell has the session of its parent', async () => {
      const bob = session()
      const child = script(bob, way, ['assume status --verify'])
      const run = await bob.go(way, [way.assume('plain'), child])
      expect(run.stdout).toContain(`\nSTS confirms: ${profileArn}`)
    })

    test('unset in a child removes the session only there, and prints a message', async () => {
      const bob = session()
      const child = script(bob, way, [
        shell.export('AWS_VAULT', 'the child has this of its own'),
        way.assume('unset'),
        `echo "status ${shell.status} [$AWS_PROFILE$AWS_REGION] $AWS_VAULT"`,
        ours,
        way.assume('unset'),
      ])
      const lines = [
        way.assume('ireland'),
        snapshot(shell, 'before'),
        child,
        snapshot(shell, 'after'),
        way.assume('unset'),
        'echo "[$AWS_PROFILE]"',
      ]
      const run = await bob.go(way, lines, { env: { AWS_PROFILE: 'Bob', AWS_REGION: 'us-east-1' } })
      expect(run.stdout).toBe('status 0 [] the child has this of its own\n0\n[Bob]')
      expect(run.stderr).toBe(`${unsaved}\nassume: this shell has no session from assume`)
      expect(changes(bob.home.path, shell, 'before', 'after')).toEqual([])
    })

    test('a role that a child assumes does not change the parent', async () => {
      const bob = session()
      const show = 'echo "[$ASSUME_ROLE] [$AWS_REGION]"'
      const child = script(bob, way, [way.assume('settled'), show, way.assume('plain'), show])
      const lines = [way.assume('ireland'), snapshot(shell, 'before'), child]
      const run = await bob.go(way, [...lines, snapshot(shell, 'after')])
      expect(run.stdout).toBe('[settled] [us-west-2]\n[plain] []')
      expect(run.stderr).toBe('')
      expect(changes(bob.home.path, shell, 'before', 'after')).toEqual([])
    })

    test('unset in a child restores the variables of the child and removes the rest', async () => {
      const bob = session()
      const child = script(bob, way, [
        shell.export('AWS_REGION', 'ap-south-1'),
        way.assume('ireland'),
        way.assume('unset'),
        'echo "[$AWS_REGION]"',
        ours,
      ])
      const run = await bob.go(way, [way.assume('plain'), child])
      expect(run.stdout).toBe('[ap-south-1]\n1')
      expect(run.stderr).toBe(unsaved)
    })

    test('programs get neither the saved values nor the variables of the wrapper', async () => {
      const bob = session()
      const lines = [way.assume('ireland'), 'env', way.assume('plain'), 'env', 'assume status']
      const run = await bob.go(way, lines, { env: { AWS_PROFILE: 'sesame', AWS_VAULT: '' } })
      expect(run.stdout).toContain('ASSUME_ROLE=ireland')
      expect(run.stdout).not.toMatch(/sesame|__assume|ASSUME_EVAL_FD|ASSUME_SHELL/)
    })
  }
  describeIn(shell, tests, way.name)
}

for (const way of [...wrappedWays, raw(dash)].filter(({ shell }) => shell !== fish)) {
  const tests = () => {
    test('a subshell can unset and assume roles, and does not change the shell', async () => {
      const bob = session()
      const lines = [
        way.assume('ireland'),
        snapshot(way.shell, 'before'),
        `(${way.assume('unset')}; echo "[$AWS_PROFILE] [$ASSUME_ROLE]")`,
        `(${way.assume('plain')}; echo "[$AWS_REGION] [$ASSUME_ROLE]")`,
        snapshot(way.shell, 'after'),
      ]
      const run = await bob.go(way, lines, { env: { AWS_PROFILE: 'Bob' } })
      expect(run).toEqual({ stdout: '[Bob] []\n[] [plain]', stderr: '', exitCode: 0 })
      expect(changes(bob.home.path, way.shell, 'before', 'after')).toEqual([])
    })
  }
  describeIn(way.shell, tests, way.name)
}

for (const inner of wrappedWays) {
  describeIn(inner.shell, () => {
    test('a child shell of another kind can use and unset the session', async () => {
      const bob = session()
      const child = script(bob, inner, [
        'assume status --verify',
        inner.assume('settled'),
        inner.assume('unset'),
        ours,
      ])
      const run = await bob.go(raw(dash), [raw(dash).assume('ireland'), child])
      expect(run.stdout).toContain(`\nSTS confirms: ${profileArn}\n0`)
      expect(run.stderr).toBe(unsaved)
    })
  })
}
