import { roleArn } from 'aws-stand-in'
import { expect, test } from 'vitest'
import { noMfaRole } from '../../../src/demo/fixture.ts'
import { aws } from '../../support/aws/aws.ts'
import {
  bash,
  evalShells,
  fish,
  type Invocation,
  raw,
  usualWays,
  wrappedEvalWays,
  wrappedWays,
} from '../../support/shells/posix-shells.ts'
import { sharedSession } from '../../support/shells/shared-session.ts'
import { demoWords, oneCode, ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn } from '../../support/shells/shells.ts'
import { changes, snapshot } from '../../support/shells/snapshot.ts'

/** Earlier variables of the shell: exported, not exported and empty. */
const own = ({ shell }: Invocation) => [
  shell.export('AWS_PROFILE', 'it\'s $HOME `id` \\ \n "here"'),
  shell.export('AWS_REGION', 'us-east-1'),
  shell.set('AWS_DEFAULT_REGION', 'unexported *  ?'),
  shell.export('AWS_ACCESS_KEY_ID', 'AKIAMYOWN'),
  shell.export('AWS_SECRET_ACCESS_KEY', 'mine'),
  shell.export('AWS_SESSION_TOKEN', ''),
  shell.set('AWS_CREDENTIAL_EXPIRATION', ''),
  shell.set('AWS_SECURITY_TOKEN', 'unexported'),
  shell.export('AWS_ENDPOINT_URL_S3', 'http://127.0.0.1:9/mine'),
  shell.export('AWSUME_PROFILE', "-n it's"),
  shell.set('AWS_VAULT', 'not ours'),
]

const left =
  'env | grep -E "^(AWS_(REGION|DEFAULT_REGION|USE_|IGNORE_|ENDPOINT)|ASSUME_(ROLE|SETTINGS))" | sort'

const openBob = sharedSession()

for (const way of [...evalShells.map(raw), ...wrappedWays, ...wrappedEvalWays]) {
  const { shell } = way
  const tests = () => {
    test('unset restores the shell after three roles in a row', async () => {
      const bob = new ShellSession(aws)
      const lines = [
        ...own(way),
        snapshot(shell, 'before'),
        way.assume('settled'),
        way.assume('ireland'),
        way.assume(demoWords),
        way.assume('unset'),
        `echo "status ${shell.status}"`,
        snapshot(shell, 'after'),
      ]
      const run = await bob.go(way, lines)
      expect(run).toEqual({ stdout: 'status 0', stderr: oneCode, exitCode: 0 })
      expect(changes(bob.home.path, shell, 'before', 'after')).toEqual([])
    })
  }
  describeIn(shell, tests, way.name)
}

for (const way of usualWays) {
  const { shell } = way
  const tests = () => {
    test('unset leaves no variables in a shell that had none', async () => {
      const bob = openBob()
      const lines = [
        snapshot(shell, 'before'),
        way.assume('settled'),
        way.assume('unset'),
        snapshot(shell, 'after'),
        way.assume('plain'),
        way.assume('settled'),
        way.assume('unset'),
        snapshot(shell, 'again'),
      ]
      await bob.go(way, lines)
      expect(changes(bob.home.path, shell, 'before', 'after')).toEqual([])
      expect(changes(bob.home.path, shell, 'before', 'again')).toEqual([])
    })

    test('the second role gets no settings of the first', async () => {
      const lines = [way.assume('settled'), left, 'echo', way.assume('plain'), left]
      const run = await openBob().go(way, lines, { env: { AWS_DEFAULT_REGION: 'us-east-2' } })
      const [first, second] = run.stdout.split('\n\n')
      expect(first?.split('\n')).toEqual([
        'ASSUME_ROLE=settled',
        'ASSUME_SETTINGS=AWS_REGION AWS_DEFAULT_REGION AWS_USE_FIPS_ENDPOINT \
AWS_USE_DUALSTACK_ENDPOINT AWS_IGNORE_CONFIGURED_ENDPOINT_URLS AWS_ENDPOINT_URL AWS_ENDPOINT_URL_S3',
        'AWS_DEFAULT_REGION=us-west-2',
        'AWS_ENDPOINT_URL=http://127.0.0.1:9/all',
        'AWS_ENDPOINT_URL_S3=http://127.0.0.1:9/s3',
        `AWS_ENDPOINT_URL_STS=${aws.url}`,
        'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=false',
        'AWS_REGION=us-west-2',
        'AWS_USE_DUALSTACK_ENDPOINT=false',
        'AWS_USE_FIPS_ENDPOINT=true',
      ])
      expect(second?.split('\n')).toEqual([
        'ASSUME_ROLE=plain',
        'AWS_DEFAULT_REGION=us-east-2',
        `AWS_ENDPOINT_URL_STS=${aws.url}`,
      ])
    })

    test('the second role uses the credentials and region from before the first', async () => {
      const start = aws.calls.length
      await new ShellSession(aws).go(way, [way.assume('ireland'), way.assume('plain')])
      const seen = aws.calls.slice(start).map(({ caller, region }) => ({ caller, region }))
      const caller = 'arn:aws:iam::123456789012:user/Bob'
      expect(seen).toEqual([
        { caller, region: 'eu-west-1' },
        { caller, region: 'us-east-1' },
      ])
    })

    test('a variable set during a session is removed with it', async () => {
      const lines = [
        way.assume('ireland'),
        shell.export('AWS_PROFILE', 'other'),
        way.assume('plain'),
        'echo "[$AWS_PROFILE]"',
        way.assume('unset'),
        'echo "[$AWS_PROFILE]"',
      ]
      const run = await openBob().go(way, lines, { env: { AWS_PROFILE: 'Bob' } })
      expect(run.stdout).toBe('[]\n[Bob]')
    })

    test('unset restores no values of a session that was unset by hand', async () => {
      const lines = [
        shell.export('AWS_PROFILE', 'first'),
        way.assume('ireland'),
        shell.unset('ASSUME_KEY_ID'),
        shell.unset('AWS_REGION'),
        way.assume('ireland'),
        way.assume('unset'),
        'echo "[$AWS_PROFILE] [$AWS_REGION]"',
      ]
      expect((await openBob().go(way, lines)).stdout).toBe('[] []')
    })

    test('unset without a session prints a message and changes nothing', async () => {
      const bob = openBob()
      const lines = [
        ...own(way),
        snapshot(shell, 'before'),
        way.assume('unset'),
        `echo "status ${shell.status}"`,
        snapshot(shell, 'after'),
      ]
      expect(await bob.go(way, lines)).toEqual({
        stdout: 'status 0',
        stderr: 'assume: this shell has no session from assume',
        exitCode: 0,
      })
      expect(changes(bob.home.path, shell, 'before', 'after')).toEqual([])
    })
  }
  describeIn(shell, tests, way.name)
}

for (const way of wrappedWays) {
  const { shell } = way
  const tests = () => {
    test('a role ARN uses the earlier profile of the shell, also the second time', async () => {
      const arn = `${roleArn(noMfaRole)} --region`
      const lines = [way.assume(`${arn} eu-west-1`), way.assume(`${arn} eu-west-2`)]
      const run = await new ShellSession(aws).go(way, lines, { env: { AWS_PROFILE: 'Bob' } })
      expect(run).toEqual({ stdout: '', stderr: '', exitCode: 0 })
      expect(aws.calls.at(-1)).toMatchObject({
        caller: 'arn:aws:iam::123456789012:user/Bob',
        region: 'eu-west-2',
      })
    })

    test('the wrapper and assume without it can unset the sessions of each other', async () => {
      const bob = openBob()
      const lines = [
        ...own(way),
        snapshot(shell, 'before'),
        shell.evaluate('command assume ireland'),
        way.assume('settled'),
        shell.evaluate('command assume plain'),
        way.assume('unset'),
        snapshot(shell, 'after'),
        way.assume('settled'),
        shell.evaluate('command assume unset'),
        snapshot(shell, 'again'),
      ]
      await bob.go(way, lines)
      expect(changes(bob.home.path, shell, 'before', 'after')).toEqual([])
      expect(changes(bob.home.path, shell, 'before', 'again')).toEqual([])
    })
  }
  describeIn(shell, tests, way.name)
}

for (const way of [raw(fish), ...wrappedWays].filter(({ shell }) => shell === fish)) {
  const tests = () => {
    test('unset restores lists and empty lists', async () => {
      const bob = openBob()
      const lines = [
        `set -gx AWS_PROFILE Bob 'and  more' ''`,
        'set -g AWS_DEFAULT_PROFILE a "b c"',
        'set -gx AWS_REGION',
        'set -g AWS_DEFAULT_REGION',
        snapshot(fish, 'before'),
        way.assume('ireland'),
        way.assume('unset'),
        snapshot(fish, 'after'),
        'count $AWS_PROFILE; count $AWS_DEFAULT_PROFILE; count $AWS_REGION; count $AWS_DEFAULT_REGION',
      ]
      expect((await bob.go(way, lines)).stdout).toBe('3\n2\n0\n0')
      expect(changes(bob.home.path, fish, 'before', 'after')).toEqual([])
    })

    test('a universal region applies again after unset, and so do later changes', async () => {
      const lines = [
        'set -Ux AWS_REGION us-east-1',
        'set -U AWS_DEFAULT_REGION unexported',
        way.assume('ireland'),
        'echo "$AWS_REGION $AWS_DEFAULT_REGION"',
        way.assume('unset'),
        'echo "$AWS_REGION $AWS_DEFAULT_REGION"; set -qg AWS_REGION; or echo "not global"',
        'set -U AWS_REGION us-east-2',
        'env | grep AWS_REGION',
      ]
      const inHome = { ...way, shell: { ...fish, command: ['fish'] } }
      const run = await new ShellSession(aws).go(inHome, lines)
      expect(run.stdout).toBe(
        'eu-west-1 eu-west-1\nus-east-1 unexported\nnot global\nAWS_REGION=us-east-2',
      )
    })
  }
  describeIn(fish, tests, way.name)
}

test('the printed code contains no earlier values of the shell', async () => {
  const bob = new ShellSession(aws)
  const secret = {
    AWS_SECRET_ACCESS_KEY: 'sesame',
    AWS_PROFILE: 'sim',
    AWS_DEFAULT_PROFILE: 'salabim',
  }
  const lines = ['assume ireland', 'assume ireland --format fish', 'eval "$(assume plain)"']
  const run = await bob.run(bash, [...lines, 'assume unset'], { env: secret })
  expect(run.stdout).toContain('__assume_saved_AWS_PROFILE')
  expect(run.stdout).not.toMatch(/sesame|\bsim\b|salabim/)
})
