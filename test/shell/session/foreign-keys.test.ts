import { roleArn } from 'aws-stand-in'
import { expect, test } from 'vitest'
import { noMfaRole, bob as user } from '../../../src/demo/fixture.ts'
import { aws } from '../../support/aws/aws.ts'
import { type Invocation, usualWays, wrappedWays } from '../../support/shells/posix-shells.ts'
import { sharedSession } from '../../support/shells/shared-session.ts'
import { profileArn, ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn, shells } from '../../support/shells/shells.ts'
import { changes, snapshot } from '../../support/shells/snapshot.ts'
import { Terminal } from '../../support/terminal/pty.ts'

const [key] = user.accessKeys
if (!key) throw new Error('Bob has no keys')
const { accessKeyId, secretAccessKey } = key

/** The lines that a user pastes from the AWS console. */
const userKeys = ({ shell }: Invocation) => [
  shell.export('AWS_ACCESS_KEY_ID', accessKeyId),
  shell.export('AWS_SECRET_ACCESS_KEY', secretAccessKey),
]

/** The variables that another tool exports. */
const roleKeys = ({ shell }: Invocation) => [
  shell.export('AWS_ACCESS_KEY_ID', 'ASIAFOREIGNFOREIGNXX'),
  shell.export('AWS_SECRET_ACCESS_KEY', 'foreign'),
  shell.export('AWS_SESSION_TOKEN', 'foreign'),
  shell.export('AWS_CREDENTIAL_EXPIRATION', '2030-01-01T00:00:00Z'),
  shell.export('AWSUME_PROFILE', 'foreign'),
]

const left = 'env | grep -E "^(AWS|ASSUME|AWSUME)_" | grep -v ENDPOINT_URL_STS | sort'

const shellHad = { AWS_PROFILE: 'Bob', AWS_REGION: 'us-east-1' }

const openBob = sharedSession()

for (const way of usualWays) {
  const { shell } = way
  const tests = () => {
    test('assume status reports that another access key was exported over the session', async () => {
      const run = await openBob().go(way, [way.assume('plain'), ...userKeys(way), 'assume status'])
      expect(run).toEqual({
        stdout: '',
        stderr: expect.stringMatching(
          `^assume: other keys \\(${accessKeyId}\\) were exported over the session of plain \\(ASIA\\w+\\)
  hint: drop what is left of it: assume unset$`,
        ),
        exitCode: 1,
      })
    })

    test('assume unset leaves the access key of a user, and removes the session', async () => {
      const lines = [way.assume('ireland'), ...userKeys(way), way.assume('unset'), left]
      const run = await openBob().go(way, lines, { env: shellHad })
      expect(run.stdout.split('\n')).toEqual([
        `AWS_ACCESS_KEY_ID=${accessKeyId}`,
        'AWS_REGION=us-east-1',
        `AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
      ])
      expect(run.stderr).toBe('')
    })

    test('assume unset does not change a session of another tool', async () => {
      const lines = [way.assume('ireland'), ...roleKeys(way), way.assume('unset'), left]
      const run = await openBob().go(way, lines)
      expect(run.stdout.split('\n')).toEqual([
        'AWSUME_PROFILE=foreign',
        'AWS_ACCESS_KEY_ID=ASIAFOREIGNFOREIGNXX',
        'AWS_CREDENTIAL_EXPIRATION=2030-01-01T00:00:00Z',
        'AWS_SECRET_ACCESS_KEY=foreign',
        'AWS_SESSION_TOKEN=foreign',
      ])
    })

    test('another access key is the source of the next role, and unset restores it', async () => {
      const lines = [
        way.assume('settled'),
        ...userKeys(way),
        way.assume(`${roleArn(noMfaRole)} --session-name Bob`),
        'assume status --verify',
        way.assume('unset'),
        left,
      ]
      const run = await openBob().go(way, lines, { env: shellHad })
      expect(run.stderr).toBe('')
      expect(run.stdout).toContain(`\nSTS confirms: ${profileArn}`)
      expect(run.stdout.split(`STS confirms: ${profileArn}\n`)[1]?.split('\n')).toEqual([
        `AWS_ACCESS_KEY_ID=${accessKeyId}`,
        'AWS_REGION=us-east-1',
        `AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
      ])
    })

    test('assume unset removes a session whose access key id was unset by hand', async () => {
      const lines = [
        way.assume('ireland'),
        shell.unset('AWS_ACCESS_KEY_ID'),
        'assume status',
        way.assume('unset'),
        left,
      ]
      const run = await openBob().go(way, lines, { env: { AWS_REGION: 'us-east-1' } })
      expect(run.stdout).toBe('AWS_REGION=us-east-1')
      expect(run.stderr).toContain('was unset by hand')
    })

    test('an expired session stays until another role or assume unset replaces it', async () => {
      const bob = openBob()
      const lines = [
        snapshot(shell, 'before'),
        way.assume('ireland'),
        shell.export('ASSUME_EXPIRES', '1000000000'),
        shell.export('AWS_CREDENTIAL_EXPIRATION', '2001-09-09T01:46:40Z'),
        `assume status || echo "status ${shell.status} $ASSUME_ROLE"`,
        way.assume('plain'),
        'assume status --verify',
        shell.export('ASSUME_EXPIRES', '1000000000'),
        way.assume('unset'),
        snapshot(shell, 'after'),
      ]
      const run = await bob.go(way, lines)
      expect(run.stdout).toMatch(
        /\nexpired at 2001-09-0[89] \d\d:\d\d\nprofile "Bob" → .*\ncached in .*\nstatus 1 ireland\n/,
      )
      expect(run.stdout).toContain(`\nSTS confirms: ${profileArn}`)
      expect(changes(bob.home.path, shell, 'before', 'after')).toEqual([])
    })
  }
  describeIn(shell, tests, way.name)
}

for (const way of wrappedWays) {
  const { shell } = way
  const row = shells.find(({ name }) => name === shell.name)
  const tests = () => {
    test('at a prompt, another access key removes the rest of the session', async () => {
      const bob = new ShellSession(aws)
      if (!row) throw new Error(`there is no prompt for ${shell.name}`)
      const terminal = await Terminal.open(row, bob.home.path, way.load, {
        ...bob.env,
        ...shellHad,
      })
      await terminal.run(way.assume('ireland'))
      for (const line of userKeys(way)) await terminal.run(line)
      const { output } = await terminal.run(left)
      const exported = output.split('\n').filter((line) => /^[A-Z_]+=/.test(line))
      expect(exported).toEqual([
        `AWS_ACCESS_KEY_ID=${accessKeyId}`,
        'AWS_REGION=us-east-1',
        `AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
      ])
      expect((await terminal.run('assume status')).output).toContain('has no session from assume')
    })

    test('at a prompt, a session of another tool does not change', async () => {
      const bob = new ShellSession(aws)
      if (!row) throw new Error(`there is no prompt for ${shell.name}`)
      const terminal = await Terminal.open(row, bob.home.path, way.load, bob.env)
      await terminal.run(way.assume('ireland'))
      await terminal.run(roleKeys(way).join('; '))
      const { output } = await terminal.run(left)
      expect(output.split('\n').filter((line) => /^[A-Z_]+=/.test(line))).toEqual([
        'AWSUME_PROFILE=foreign',
        'AWS_ACCESS_KEY_ID=ASIAFOREIGNFOREIGNXX',
        'AWS_CREDENTIAL_EXPIRATION=2030-01-01T00:00:00Z',
        'AWS_SECRET_ACCESS_KEY=foreign',
        'AWS_SESSION_TOKEN=foreign',
      ])
    })

    test('at a prompt, unsetting the access key id removes the rest of the session', async () => {
      const bob = new ShellSession(aws)
      if (!row) throw new Error(`there is no prompt for ${shell.name}`)
      const terminal = await Terminal.open(row, bob.home.path, way.load, bob.env)
      await terminal.run(way.assume('ireland'))
      await terminal.run(shell.unset('AWS_ACCESS_KEY_ID'))
      const { output } = await terminal.run(left)
      expect(output).not.toMatch(/^[A-Z_]+=/m)
    })

    test('status --verify fails with a hint if AWS has expired the session', async () => {
      const bob = new ShellSession(aws)
      if (!row) throw new Error(`there is no prompt for ${shell.name}`)
      const terminal = await Terminal.open(row, bob.home.path, way.load, bob.env)
      await terminal.run(way.assume('ireland'))
      aws.expireSessions()
      const { output } = await terminal.run('assume status --verify')
      expect(output).toMatch(/\nassume: GetCallerIdentity .*ExpiredToken.*\n {2}hint: /)
      await terminal.run(way.assume('plain'))
      const after = await terminal.run('assume status --verify')
      expect(after.output).toContain(`\nSTS confirms: ${profileArn}\n`)
    })
  }
  describeIn(shell, tests, way.name)
}
