import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { roleArn } from 'aws-stand-in'
import { expect, test } from 'vitest'
import { demoRole } from '../../../src/demo/fixture.ts'
import { aws } from '../../support/aws/aws.ts'
import {
  bash,
  evalShells,
  fish,
  posixShells,
  raw,
  wrappedEvalWays,
  wrappedWays,
  zsh,
} from '../../support/shells/posix-shells.ts'
import { sharedSession } from '../../support/shells/shared-session.ts'
import {
  demoArn,
  demoWords,
  oneCode,
  profileArn,
  ShellSession,
} from '../../support/shells/shell-session.ts'
import { describeIn } from '../../support/shells/shells.ts'

const bob = sharedSession()

const verify = 'assume status --verify'

for (const way of [...evalShells.map(raw), ...wrappedWays, ...wrappedEvalWays]) {
  const { shell } = way
  const tests = () => {
    test('assumes a role with an MFA code, and assume status --verify confirms it', async () => {
      const lines = [way.assume(demoWords), verify]
      const run = await new ShellSession(aws).go(way, lines, { options: shell.strict })
      expect(run).toEqual({
        stdout: expect.stringMatching(`^aws-cli-test-iam-role, account 123456789012
key ASIA[A-Z2-7]{16}
59 min left, until ([-0-9]+ )?\\d\\d:\\d\\d
profile "Bob" → a session with MFA \\(GetSessionToken\\) → ${roleArn(demoRole)}
cached in \\S+/\\.cache/assume/sessions; renewal needs no MFA code
STS confirms: ${demoArn}$`),
        stderr: oneCode,
        exitCode: 0,
      })
    })

    test('exports the session and unsets the variables that take precedence over it', async () => {
      const others = {
        AWS_PROFILE: 'Bob',
        AWS_DEFAULT_PROFILE: 'Bob',
        AWS_SECURITY_TOKEN: 'old',
        AWS_SESSION_EXPIRATION: '2020-01-01T00:00:00Z',
        AWS_CREDENTIAL_SCOPE: 'old',
        AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/old',
        AWS_ROLE_SESSION_NAME: 'old',
        AWS_WEB_IDENTITY_TOKEN_FILE: '/old',
        AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/old',
        AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1/old',
        AWS_CONTAINER_AUTHORIZATION_TOKEN: 'old',
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/old',
      }
      const run = await bob().go(way, [way.assume('ireland'), 'env'], {
        env: others,
      })
      const exported = run.stdout.split('\n').filter((line) => /^(AWS|ASSUME|__)/.test(line))
      expect(exported.sort()).toEqual([
        expect.stringMatching(/^ASSUME_EXPIRES=\d{10}$/),
        expect.stringMatching(/^ASSUME_KEY_ID=ASIA[A-Z2-7]{16}$/),
        expect.stringMatching(/^ASSUME_REQUEST=[0-9a-f]{16}$/),
        'ASSUME_ROLE=ireland',
        'ASSUME_SETTINGS=AWS_REGION AWS_DEFAULT_REGION',
        'AWSUME_PROFILE=ireland',
        expect.stringMatching(/^AWS_ACCESS_KEY_ID=ASIA[A-Z2-7]{16}$/),
        'AWS_ACCOUNT_ID=123456789012',
        expect.stringMatching(/^AWS_CREDENTIAL_EXPIRATION=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        'AWS_DEFAULT_REGION=eu-west-1',
        `AWS_ENDPOINT_URL_STS=${aws.url}`,
        'AWS_REGION=eu-west-1',
        expect.stringMatching(/^AWS_SECRET_ACCESS_KEY=[\w/+]{40}$/),
        expect.stringMatching(/^AWS_SESSION_TOKEN=[\w/+=]{100,}$/),
      ])
    })

    test('assumes a role in a function', async () => {
      const body =
        shell.name === 'fish'
          ? `function take; ${way.assume('plain')}; end`
          : `take() { ${way.assume('plain')}; }`
      const run = await bob().go(way, [body, 'take', verify], {
        options: shell.strict,
      })
      expect(run.stdout).toContain(`\nSTS confirms: ${profileArn}`)
      expect(run.exitCode).toBe(0)
    })

    test('exits with 0, so that a command after && runs', async () => {
      const after = (word: string) => `echo "${word} ${shell.status}"`
      const lines = [`${way.assume('plain')} && ${after('took')}`, 'false', way.assume('unset')]
      const run = await bob().go(way, [...lines, after('dropped')])
      expect(run).toEqual({ stdout: 'took 0\ndropped 0', stderr: '', exitCode: 0 })
    })
  }
  describeIn(shell, tests, way.name)
}

for (const shell of posixShells) {
  const tests = () => {
    test('eval works without quotes, even if file names look like code', async () => {
      const bob = new ShellSession(aws)
      const names = ['a (1)', 'set);', 'exported*)', 'a);>canary;', 'x in a);>canary;case a in a)']
      mkdirSync(bob.path('folder'))
      for (const name of names) writeFileSync(bob.path(`folder/${name}`), '')
      const lines = ['cd folder', 'eval $(assume plain)', verify, 'eval $(assume unset)']
      const run = await bob.run(shell, lines, { options: shell.strict })
      expect(run.stdout).toContain(`\nSTS confirms: ${profileArn}`)
      expect(run).toMatchObject({ stderr: '', exitCode: 0 })
      expect(readdirSync(bob.path('folder')).sort()).toEqual([...names].sort())
    })

    test('eval works from a variable, and a missing program results in 127', async () => {
      const lines = ['code=$(assume plain) && eval "$code"', verify]
      const run = await bob().run(shell, lines, { options: shell.strict })
      expect(run.stdout).toContain(`\nSTS confirms: ${profileArn}`)
      const missing = ['code=$(no-such-assume plain) && eval "$code"', 'echo "went on: $?"']
      expect((await bob().run(shell, missing)).stdout).toBe('went on: 127')
    })

    const guards: Record<string, string> = {
      aliases: ['export', 'unset', 'set', 'printf', 'test', 'echo']
        .map((name) => `alias ${name}='echo alias ${name}'`)
        .join('\n'),
      'set -a': 'set -a',
      'set -C, set -f': 'set -Cf',
      'an odd IFS': 'IFS=/=_AWS1',
      'CDPATH and ENV': 'CDPATH=/:. ENV=/no/such/file',
    }
    test.each(Object.keys(guards))('eval works under %s', async (name) => {
      const lines = [guards[name] ?? '', `eval "$(assume plain)"\n\\unset IFS`, verify]
      const run = await bob().run(shell, lines, { options: ['-eu'] })
      expect(run.stdout).toContain(`\nSTS confirms: ${profileArn}`)
      expect(run).toMatchObject({ stderr: '', exitCode: 0 })
    })
  }
  describeIn(shell, tests, `${shell.name}, raw`)
}

describeIn(fish, () => {
  test('assumes a role through a pipe to source', async () => {
    const lines = ['assume plain | source', 'echo "piped $pipestatus"', verify]
    const run = await bob().run(fish, lines)
    expect(run.stdout).toMatch(/^piped 0 0\n/)
    expect(run.stdout).toContain(`\nSTS confirms: ${profileArn}`)
  })

  test('assume prints code for fish even if SHELL names bash', async () => {
    const run = await bob().run(fish, ['assume plain'], {
      env: { SHELL: '/bin/bash' },
    })
    expect(run.stdout).toContain('set -gx AWS_ACCESS_KEY_ID ')
  })
})

describeIn(bash, () => {
  test('assume prints code for bash even if SHELL names fish', async () => {
    const lines = ['eval "$(assume plain)"', verify]
    const run = await bob().run(bash, lines, { env: { SHELL: '/usr/bin/fish' } })
    expect(run.stdout).toContain(`\nSTS confirms: ${profileArn}`)
  })

  test.each([bash, zsh])(
    'eval works in $name despite functions with the names of builtins',
    async (shell) => {
      const names = ['export', 'unset', 'set', 'printf']
      const lines = [
        ...names.map((each) => `function ${each} { echo "function ${each}"; }`),
        `eval "$(assume plain --format ${shell.name})"`,
        verify,
        `eval "$(assume unset --format ${shell.name})"`,
      ]
      const run = await bob().run(shell, lines)
      expect(run.stdout).toContain(`\nSTS confirms: ${profileArn}`)
      expect(run.stdout).not.toContain('function')
    },
  )
})
