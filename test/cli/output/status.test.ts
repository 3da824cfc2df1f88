import { describe, expect, it } from 'vitest'
import { bob, demoRole } from '../../../src/demo/fixture.ts'
import { evaluated, expectClean, TestAws } from '../../support/test-aws.ts'

const key = 'ASIARZPUZDIKEXAMPLE7'
const inAnHour = () => String(Math.floor(Date.now() / 1000) + 3599)

/** The variables of a shell with an active session. */
const held = (more: Readonly<Record<string, string>> = {}) => ({
  AWS_ACCESS_KEY_ID: key,
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'token',
  ASSUME_KEY_ID: key,
  ASSUME_ROLE: 'admin',
  ASSUME_EXPIRES: inAnHour(),
  AWS_CREDENTIAL_EXPIRATION: '2099-01-01T00:00:00Z',
  ...more,
})

describe('assume status', () => {
  it('shows the role, the key and the expiration, without a call', async () => {
    const testAws = await TestAws.open()
    const env = held({ AWS_ACCOUNT_ID: '123456789012', AWS_REGION: 'eu-west-1' })
    for (const word of ['status', 'whoami']) {
      expect(await testAws.assume([word], { env })).toEqual({
        stdout: expect.stringMatching(
          new RegExp(
            `^admin, account 123456789012, region eu-west-1\\nkey ${key}\\n59 min left, until 20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d\\n$`,
          ),
        ),
        stderr: '',
        exitCode: 0,
        calls: [],
      })
    }
  })

  it.each([
    [
      'hours left',
      { ASSUME_EXPIRES: String(Math.floor(Date.now() / 1000) + 4 * 3600) },
      /^3 h 59 min left, until /m,
      0,
    ],
    [
      'no time left',
      { ASSUME_EXPIRES: '1', AWS_CREDENTIAL_EXPIRATION: '1970-01-01T00:00:01Z' },
      /^expired at (1970-01-01|1969-12-31) \d\d:\d\d$/m,
      1,
    ],
    [
      'only ASSUME_EXPIRES, in the past',
      { ASSUME_EXPIRES: '1', AWS_CREDENTIAL_EXPIRATION: '' },
      /^expired at /m,
      1,
    ],
    [
      'no expiration',
      { ASSUME_EXPIRES: '', AWS_SESSION_TOKEN: '' },
      /^does not expire: these are the keys themselves$/m,
      0,
    ],
    ['an unknown expiration', { ASSUME_EXPIRES: '' }, /^when it expires is not known: /m, 0],
    ['1e400 as its expiration', { ASSUME_EXPIRES: '1e400' }, /^when it expires is not known: /m, 0],
    [
      'an expiration beyond all calendars',
      { ASSUME_EXPIRES: '9'.repeat(20) },
      /^when it expires is not known: /m,
      0,
    ],
    ['a negative expiration', { ASSUME_EXPIRES: '-1' }, /^when it expires is not known: /m, 0],
    [
      'a command as its expiration',
      { ASSUME_EXPIRES: '$(id)' },
      /^when it expires is not known: /m,
      0,
    ],
  ])('shows when a session with %s expires', async (_, more, line, exitCode) => {
    const testAws = await TestAws.open()
    const run = await testAws.assume(['status'], { env: held(more) })
    expect(run).toMatchObject({ stderr: '', exitCode, calls: [] })
    expect(run.stdout).toMatch(line)
  })

  it.each([
    ['no session', {}, 'this shell has no session from assume'],
    [
      'an empty session',
      { ASSUME_KEY_ID: '', ASSUME_ROLE: 'admin' },
      'this shell has no session from assume',
    ],
    [
      'other keys exported over the session',
      held({ AWS_ACCESS_KEY_ID: 'AKIAOTHER' }),
      `other keys (AKIAOTHER) were exported over the session of admin (${key})`,
    ],
    [
      'a session unset by hand',
      held({ AWS_ACCESS_KEY_ID: '' }),
      `the session of admin (${key}) was unset by hand`,
    ],
  ])('fails with %s', async (_, env: Record<string, string>, message) => {
    const testAws = await TestAws.open()
    const { stderr, ...others } = await testAws.assume(['status'], { env })
    expect(others).toEqual({ stdout: '', exitCode: 1, calls: [] })
    expect(stderr.split('\n')[0]).toBe(`assume: ${message}`)
  })

  it.each([
    [{ AWS_PROFILE: 'dev' }, 'AWS_PROFILE is "dev", exported over the session of assume'],
    [
      { AWS_DEFAULT_PROFILE: 'dev' },
      'AWS_DEFAULT_PROFILE is "dev", exported over the session of assume',
    ],
    [{ AWS_PROFILE: '' }, 'AWS_PROFILE is set, but empty'],
    [{ AWS_SECURITY_TOKEN: 'old' }, 'AWS_SESSION_TOKEN and AWS_SECURITY_TOKEN differ'],
    [
      { AWS_ROLE_ARN: 'x', AWS_CREDENTIAL_SCOPE: 'y' },
      'exported over the session of assume: AWS_CREDENTIAL_SCOPE, AWS_ROLE_ARN',
    ],
    [
      { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1/' },
      'exported over the session of assume: AWS_CONTAINER_CREDENTIALS_FULL_URI',
    ],
  ])('warns about variables exported over the session, like doctor: %j', async (more, message) => {
    const testAws = await TestAws.open()
    const env = held(more as Record<string, string>)
    const { stderr, exitCode } = await testAws.assume(['status'], { env })
    expect({ stderr, exitCode }).toEqual({
      stderr: `assume: warning: ${message}\n  hint: unset ${Object.keys(more).reverse().join(' ')}\n`,
      exitCode: 0,
    })
    const json = await testAws.assume(['status', '--format', 'json'], { env })
    expect(JSON.parse(json.stdout).warnings).toEqual([message])
    expect((await testAws.assume(['doctor', '--offline'], { env })).stdout).toContain(message)
  })

  it('escapes control characters in variables', async () => {
    const testAws = await TestAws.open()
    const env = held({
      ASSUME_ROLE: '\x1b]0;owned\x07',
      AWS_REGION: '\u202e',
      AWS_ACCOUNT_ID: '\r',
    })
    const { stdout } = await testAws.assume(['status'], { env })
    expect(stdout).toContain('\\x1b]0;owned\\x07, account \\x0d, region \\u202e\n')
  })
})

describe('assume status of a cached session', () => {
  const chain =
    'profile "Bob" → a session with MFA (GetSessionToken) → arn:aws:iam::123456789012:role/aws-cli-test-iam-role'

  it('shows its chain, where it is cached and what its renewal needs', async () => {
    const testAws = await TestAws.open()
    const env = await evaluated((await testAws.assume(['Bob', demoRole.name, '123456'])).stdout)
    const { stdout, calls } = await testAws.assume(['status'], { env })
    expect(calls).toEqual([])
    const cached = 'cached in ~/.cache/assume/sessions; renewal needs no MFA code'
    expect(stdout.split('\n').slice(3)).toEqual([chain, cached, ''])
    await testAws.assume(['cache', 'clear'])
    const cleared = await testAws.assume(['status'], { env })
    expect(cleared.stdout).toContain('not cached on disk; renewal needs an MFA code\n')
  })

  it('prints the same as JSON, without a secret', async () => {
    const testAws = await TestAws.open()
    const env = await evaluated((await testAws.assume(['Bob', demoRole.name, '123456'])).stdout)
    const { stdout } = await testAws.assume(['status', '--format', 'json', '--verify'], { env })
    expect(JSON.parse(stdout)).toEqual({
      label: 'aws-cli-test-iam-role',
      accountId: '123456789012',
      keyId: env.AWS_ACCESS_KEY_ID,
      isTemporary: true,
      expires: env.AWS_CREDENTIAL_EXPIRATION,
      secondsLeft: expect.any(Number),
      chain: {
        target: 'Bob aws-cli-test-iam-role',
        source: { kind: 'access-key', profile: 'Bob', keysOf: 'profile "Bob"' },
        steps: [
          { operation: 'GetSessionToken' },
          {
            operation: 'AssumeRole',
            roleArn: 'arn:aws:iam::123456789012:role/aws-cli-test-iam-role',
          },
        ],
        wholeSeconds: expect.closeTo(3600, -1),
        isCached: true,
        isKept: true,
        renewal: 'no code',
      },
      arn: 'arn:aws:sts::123456789012:assumed-role/aws-cli-test-iam-role/Bob',
    })
    expectClean(stdout)
  })
})

describe('assume status --verify', () => {
  it('calls GetCallerIdentity with the keys and the region of the shell', async () => {
    const testAws = await TestAws.open()
    const { stdout } = await testAws.assume(['Bob', demoRole.name, '123456', '-r', 'eu-west-1'])
    const env = await evaluated(stdout)
    const run = await testAws.assume(['status', '--verify'], { env })
    expect(run).toMatchObject({ stderr: '', exitCode: 0 })
    expect(run.calls).toEqual([
      { action: 'GetCallerIdentity', by: env.AWS_ACCESS_KEY_ID, at: 'eu-west-1' },
    ])
    expect(run.stdout).toMatch(
      /\n59 min left, until .*\n.*\n.*\nSTS confirms: arn:aws:sts::123456789012:assumed-role\/aws-cli-test-iam-role\/Bob\n$/,
    )
  })

  it('fails with the message of AWS if the session has expired', async () => {
    const testAws = await TestAws.open()
    const env = await evaluated((await testAws.assume(['Bob', demoRole.name, '123456'])).stdout)
    testAws.aws.expireSessions()
    expect(await testAws.assume(['status', '--verify', '--debug'], { env })).toMatchObject({
      stderr:
        `assume: debug: GetCallerIdentity at ${testAws.aws.url} with ${env.AWS_ACCESS_KEY_ID}\n` +
        'assume: GetCallerIdentity failed: The security token included in the request is expired (ExpiredToken)\n' +
        '  hint: the session in the environment has expired: renew it where it came from\n',
      exitCode: 1,
    })
  })

  it('shows the user if the shell has long-term keys', async () => {
    const testAws = await TestAws.open()
    const env = await evaluated((await testAws.assume(['Bob'])).stdout)
    expect(await testAws.callerOf(env)).toBe(`arn:aws:iam::${bob.account}:user/Bob`)
  })
})
