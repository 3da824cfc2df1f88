import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Claims,
  oidcProviderArn,
  type Role,
  refuse,
  roleArn,
  type World,
  webIdentityToken,
} from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { bob, demoWorld, noMfaRole } from '../../../src/demo/fixture.ts'
import { callerByBotocore, noBotocore } from '../../support/aws/botocore.ts'
import { cluster } from '../../support/aws/cluster.ts'
import { keysOf } from '../../support/home.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const account = '123456789012'

/** A token of the cluster can assume `worker`, and `worker` can assume `far`. */
const worker: Role = {
  account,
  name: 'worker',
  maxSessionDuration: 43_200,
  trustPolicy: {
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: oidcProviderArn(cluster) },
      Action: 'sts:AssumeRoleWithWebIdentity',
    },
  },
  policies: { chain: { Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' } } },
}
const far: Role = {
  account: '210987654321',
  name: 'far',
  trustPolicy: {
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: roleArn(worker) },
      Action: 'sts:AssumeRole',
    },
  },
}
const world: World = {
  ...demoWorld,
  roles: [...demoWorld.roles, worker, far],
  oidcProviders: [cluster],
}

const farProfile = `[profile far]
role_arn = ${roleArn(far)}
source_profile = worker
role_session_name = me
`

const profile = (tokenFile: string, ...lines: string[]) => `[profile worker]
role_arn = ${roleArn(worker)}
web_identity_token_file = ${tokenFile}
${lines.join('\n')}
${farProfile}`

/** A TestAws whose profile `worker` reads this token from a file in the working directory. */
async function withToken(token: string, ...lines: string[]) {
  const testAws = await TestAws.open({
    world,
    credentials: '',
    config: profile('token', ...lines),
  })
  writeFileSync(join(testAws.home.path, 'token'), token, { mode: 0o600 })
  const inHome = { cwd: testAws.home.path }
  return {
    testAws,
    assume: (args: readonly string[]) => testAws.assume(args, inHome),
    session: (args: readonly string[]) => testAws.session(args, inHome),
  }
}

const badToken = (claims: Partial<Claims>) => webIdentityToken(cluster, claims)

const firstCall = (token: string, more = {}) => ({
  action: 'AssumeRoleWithWebIdentity',
  RoleArn: roleArn(worker),
  RoleSessionName: 'me',
  WebIdentityToken: token,
  // The call is unsigned.
  by: undefined,
  at: undefined,
  ...more,
})

const workerArn = `arn:aws:sts::${account}:assumed-role/worker/me`
const farArn = `arn:aws:sts::${far.account}:assumed-role/far/me`

describe('a profile with a web identity', () => {
  it('assumes its role with the token', async () => {
    const token = webIdentityToken(cluster)
    const { testAws, assume } = await withToken(token, 'role_session_name = me')
    const { stdout, stderr, exitCode, calls } = await assume(['worker'])
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    expect(calls).toEqual([firstCall(token)])
    const variables = await evaluated(stdout)
    expect(variables).toMatchObject({ ASSUME_ROLE: 'worker', AWS_ACCOUNT_ID: account })
    expect(await testAws.callerOf(variables)).toBe(workerArn)
  })

  it('reads the token again for each call, and sends it unchanged', async () => {
    const { testAws, session } = await withToken(webIdentityToken(cluster))
    await session(['worker'])
    const token = webIdentityToken(cluster, { sub: 'another' })
    writeFileSync(join(testAws.home.path, 'next'), token)
    renameSync(join(testAws.home.path, 'next'), join(testAws.home.path, 'token'))
    expect((await session(['worker', '--refresh'])).calls).toMatchObject([
      { WebIdentityToken: token },
    ])
  })

  it('takes the duration and the session name from the options', async () => {
    const { session } = await withToken(webIdentityToken(cluster), 'role_session_name = other')
    const { calls } = await session(['worker', '--duration', '12h', '--session-name', 'me'])
    expect(calls).toMatchObject([{ DurationSeconds: '43200', RoleSessionName: 'me' }])
  })

  it('ignores duration_seconds, mfa_serial and external_id, as the AWS CLI does', async () => {
    const token = webIdentityToken(cluster)
    const { session } = await withToken(
      token,
      'role_session_name = me',
      'duration_seconds = 900',
      'mfa_serial = arn:aws:iam::123456789012:mfa/Bob',
      'external_id = some-id',
    )
    expect((await session(['worker'])).calls).toEqual([firstCall(token)])
  })

  it('prefers the token to source_profile and to access keys of the profile', async () => {
    const token = webIdentityToken(cluster)
    const testAws = await TestAws.open({
      world,
      credentials: `${keysOf(bob)}${keysOf(bob, 'worker')}`,
      config: profile('token', 'role_session_name = me', 'source_profile = Bob'),
    })
    writeFileSync(join(testAws.home.path, 'token'), token)
    expect((await testAws.session(['worker'], { cwd: testAws.home.path })).calls).toEqual([
      firstCall(token),
    ])
  })

  it('does not use an MFA code, and says so', async () => {
    const { session } = await withToken(webIdentityToken(cluster))
    expect((await session(['worker', '123456'])).stderr).toBe(
      'assume: the code was not used: the keys are temporary ones already, and no step asks for MFA\n',
    )
  })

  it.each([
    ['--external-id', 'some-id'],
    ['--serial-number', 'arn:aws:iam::123456789012:mfa/Bob'],
    ['--tag', 'a=b'],
    ['--transitive-tag', 'a'],
    ['--source-identity', 'bob'],
  ])('rejects %s with exit status 2', async (option, value) => {
    const { assume } = await withToken(webIdentityToken(cluster))
    expect(await assume(['worker', option, value])).toMatchObject({
      stdout: '(exit 2);\n',
      stderr: expect.stringContaining(
        `assume: ${option} cannot be used with a role of a web identity`,
      ),
      exitCode: 2,
      calls: [],
    })
  })
})

describe('a role whose source has a web identity', () => {
  it('cannot be assumed if the session policy of its source does not allow it', async () => {
    const policy = (action: string) =>
      `policy = {"Statement": {"Effect": "Allow", "Action": "${action}", "Resource": "*"}}`
    const bound = await withToken(webIdentityToken(cluster), policy('s3:*'))
    expect(await bound.assume(['far'])).toMatchObject({ exitCode: 1, calls: [{}, {}] })
    const free = await withToken(webIdentityToken(cluster), policy('sts:*'))
    expect(await free.assume(['far'])).toMatchObject({ exitCode: 0, calls: [{}, {}] })
    const option = await bound.assume(['worker', '--policy', '{"Statement": []}'])
    expect(option.calls).toMatchObject([{ Policy: '{"Statement":[]}' }])
  })

  it('is assumed with the session of the web identity role', async () => {
    const token = webIdentityToken(cluster)
    const { testAws, assume } = await withToken(token, 'role_session_name = on-the-way')
    const { stdout, calls } = await assume(['far', '--duration', '12h', '--session-name', 'me'])
    expect(calls).toEqual([
      firstCall(token, { RoleSessionName: 'on-the-way' }),
      {
        action: 'AssumeRole',
        RoleArn: roleArn(far),
        RoleSessionName: 'me',
        DurationSeconds: '3600',
        by: expect.stringMatching(/^ASIA/),
        at: 'us-east-1',
      },
    ])
    expect(await testAws.callerOf(await evaluated(stdout))).toBe(farArn)
  })

  it.each([
    ['named by the source profile and the role', ['worker', `${far.account}:far`]],
    ['named by its ARN', ['--source-profile', 'worker', roleArn(far)]],
  ])('is assumed if it is %s', async (_, words) => {
    const { session } = await withToken(webIdentityToken(cluster))
    const { calls } = await session(words)
    expect(calls).toMatchObject([
      { action: 'AssumeRoleWithWebIdentity' },
      { action: 'AssumeRole', RoleArn: roleArn(far) },
    ])
  })

  it('is in the account of the source role unless it names another account', async () => {
    const { assume } = await withToken(webIdentityToken(cluster))
    expect((await assume(['worker', 'other'])).calls).toMatchObject([
      { action: 'AssumeRoleWithWebIdentity' },
      { action: 'AssumeRole', RoleArn: `arn:aws:iam::${account}:role/other` },
    ])
  })

  it('is not assumed if USER is mistyped, even if [default] has a web identity', async () => {
    const config = profile('token').replace('profile worker', 'default')
    const testAws = await TestAws.open({ world, credentials: '', config })
    expect(await testAws.assume(['Bbo', 'admin'])).toMatchObject({
      stderr: expect.stringContaining(
        `hint: the keys of [default] are those of ${roleArn(worker)}\n`,
      ),
      exitCode: 2,
      calls: [],
    })
  })
})

describe('a web identity token file', () => {
  const hint = '  hint: name the file into which your identity provider writes the token\n'
  const place = 'assume: web_identity_token_file of "worker" (~/.aws/config:3): token'

  it.each([
    ['empty', '', 'is empty'],
    ['white space', ' \n', 'is empty'],
    ['too short', 'abc', 'holds no token'],
    ['binary data', Buffer.from([0xff, 0xfe, 0, 1, 2]), 'holds no token'],
    ['too long', 'a'.repeat(20_001), 'is longer than a token can be'],
    ['10 MB', Buffer.alloc(10_000_000), 'is longer than a token can be'],
  ])('is rejected if its content is %s', async (_, token, message) => {
    const { testAws, assume } = await withToken('')
    writeFileSync(join(testAws.home.path, 'token'), token)
    for (const target of ['worker', 'far']) {
      expect(await assume([target])).toEqual({
        stdout: '(exit 1);\n',
        stderr: `${place} ${message}\n${hint}`,
        exitCode: 1,
        calls: [],
      })
    }
  })

  it('is rejected if it does not exist or is a directory', async () => {
    const { testAws, assume } = await withToken('')
    rmSync(join(testAws.home.path, 'token'))
    expect((await assume(['worker'])).stderr).toBe(
      `${place} cannot be read: there is no such file\n${hint}`,
    )
    mkdirSync(join(testAws.home.path, 'token'))
    expect((await assume(['worker'])).stderr).toBe(`${place} is not a file\n${hint}`)
  })

  it.skipIf(process.getuid?.() === 0)('is rejected if its mode forbids reading', async () => {
    const { testAws, assume } = await withToken('')
    chmodSync(join(testAws.home.path, 'token'), 0)
    expect((await assume(['worker'])).stderr).toBe(
      `${place} cannot be read: permission denied: its mode is 000\n${hint}`,
    )
  })

  it('is a path in which ~ is not expanded, as in the AWS CLI', async () => {
    const testAws = await TestAws.open({ world, credentials: '', config: profile('~/token') })
    expect((await testAws.assume(['worker'])).stderr).toBe(
      `assume: web_identity_token_file of "worker" (~/.aws/config:3): ~/token cannot be read: there is no such file
  hint: ~ is not expanded there: write the full path
`,
    )
  })

  it('is rejected in a profile without a role_arn', async () => {
    const config = '[profile worker]\nweb_identity_token_file = /token\n'
    const testAws = await TestAws.open({ world, credentials: '', config })
    expect(await testAws.assume(['worker'])).toMatchObject({
      stderr: expect.stringContaining(
        'assume: profile "worker" has a web_identity_token_file, but no role_arn (~/.aws/config:2)\n',
      ),
      exitCode: 1,
      calls: [],
    })
  })
})

describe('a token that STS rejects', () => {
  const failed = `AssumeRoleWithWebIdentity of ${roleArn(worker)} failed:`

  it.each([
    [
      'has expired',
      badToken({ exp: 1_000_000_000 }),
      /Token expired: .* \(ExpiredTokenException\)\n {2}hint: the token in token has expired: renew it/,
    ],
    [
      'has an unknown issuer',
      badToken({ iss: 'https://example.com' }),
      /No OpenIDConnect provider found in your account for https:\/\/example\.com \(InvalidIdentityToken/,
    ],
    [
      'has another audience',
      badToken({ aud: 'others' }),
      /Incorrect token audience \(InvalidIdentityToken/,
    ],
    [
      'has an invalid signature',
      webIdentityToken({ ...cluster, secret: 'another' }),
      /Invalid token signature \(InvalidIdentityToken/,
    ],
    ['is not a JWT', 'neither this nor that', /not a valid JWT\. \(InvalidIdentityToken/],
  ])('is reported with the reason of STS if it %s', async (_, token, words) => {
    const { assume } = await withToken(token)
    const { stdout, stderr, exitCode } = await assume(['far'])
    expect({ stdout, exitCode }).toEqual({ stdout: '(exit 1);\n', exitCode: 1 })
    expect(stderr).toContain(failed)
    expect(stderr).toMatch(words)
    expect(stderr).not.toContain(token)
  })

  it('is reported with a hint if the role does not trust its issuer', async () => {
    const config = profile('token').replace(roleArn(worker), roleArn(noMfaRole))
    const testAws = await TestAws.open({ world, credentials: '', config })
    writeFileSync(join(testAws.home.path, 'token'), webIdentityToken(cluster))
    const { stderr, calls } = await testAws.assume(['worker'], { cwd: testAws.home.path })
    expect(calls).toHaveLength(1)
    const what = `AssumeRoleWithWebIdentity of ${roleArn(noMfaRole)}`
    expect(
      stderr,
    ).toBe(`assume: ${what} failed: Not authorized to perform sts:AssumeRoleWithWebIdentity (AccessDenied)
  hint: is that the right ARN? AWS answers the same for a role that does not exist
  hint: does the role's trust policy name the token's issuer as Federated, and do its conditions fit the token's sub and aud?
`)
  })

  it('is masked in the error if STS repeats it', async () => {
    const token = webIdentityToken(cluster)
    const { testAws, assume } = await withToken(token)
    testAws.aws.faults.next = [refuse('ValidationError', 400, `Value '${token}' at 'token' is bad`)]
    const { stderr } = await assume(['worker', '--debug'])
    expect(stderr).toContain(`${failed} Value '…' at 'token' is bad (ValidationError)\n`)
    expect(stderr).not.toContain(token)
  })
})

describe.skipIf(noBotocore)('botocore', () => {
  it.each([
    ['worker', workerArn],
    ['far', farArn],
  ])('gives the profile %s the same identity', async (name, arn) => {
    const testAws = await TestAws.open({ world, credentials: '' })
    const file = join(testAws.home.path, 'token')
    writeFileSync(file, webIdentityToken(cluster))
    mkdirSync(join(testAws.home.path, '.aws'), { recursive: true })
    writeFileSync(join(testAws.home.path, '.aws/config'), profile(file, 'role_session_name = me'))
    expect(await callerByBotocore(name, testAws.home.env)).toBe(arn)
    const variables = await evaluated((await testAws.assume([name])).stdout)
    expect(await testAws.callerOf(variables)).toBe(arn)
  })
})
