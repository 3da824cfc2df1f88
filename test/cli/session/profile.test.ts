import { type Role, roleArn, userArn, type World } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { bob, demoRole, demoWorld, noMfaRole } from '../../../src/demo/fixture.ts'
import { keysOf } from '../../support/home.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const bobsKey = bob.accessKeys[0]?.accessKeyId
const bobsKeys = keysOf(bob).split('\n').slice(1).join('\n')

/** Roles that each trust Bob and the role before them: Bob → hub → spoke → rim. */
const hub = chained('hub', userArn(bob))
const spoke = chained('spoke', userArn(bob), roleArn(hub))
const rim = chained('rim', userArn(bob), roleArn(spoke))
const world: World = { ...demoWorld, roles: [demoRole, noMfaRole, hub, spoke, rim] }

function chained(name: string, ...trusted: string[]): Role {
  const allowed = { Effect: 'Allow', Action: 'sts:AssumeRole' } as const
  return {
    account: '123456789012',
    name,
    maxSessionDuration: 43_200,
    trustPolicy: { Statement: { ...allowed, Principal: { AWS: trusted } } },
    policies: { chain: { Statement: { ...allowed, Resource: '*' } } },
  }
}

const profile = (name: string, ...lines: string[]) => `[profile ${name}]\n${lines.join('\n')}\n\n`

const role = (name: string, { name: roleName }: Role, source: string, ...lines: string[]) =>
  profile(
    name,
    `role_arn = arn:aws:iam::123456789012:role/${roleName}`,
    `source_profile = ${source}`,
    ...lines,
  )

describe('a profile with keys', () => {
  it.each([
    ['the credentials file', { credentials: keysOf(bob) }],
    ['the config file', { credentials: '', config: keysOf(bob, 'profile Bob') }],
  ])('in %s is used as it is, without a call', async (_, files) => {
    const testAws = await TestAws.open(files)
    const { stdout, stderr, exitCode, calls } = await testAws.assume(['Bob'])
    expect({ stderr, exitCode, calls }).toEqual({ stderr: '', exitCode: 0, calls: [] })
    const env = {
      AWS_SESSION_TOKEN: 'old',
      AWS_CREDENTIAL_EXPIRATION: 'old',
      AWS_ACCOUNT_ID: 'old',
    }
    const variables = await evaluated(stdout, env)
    expect(variables).toEqual({
      AWS_ACCESS_KEY_ID: bobsKey,
      AWS_SECRET_ACCESS_KEY: bob.accessKeys[0]?.secretAccessKey,
      AWSUME_PROFILE: 'Bob',
      ASSUME_ROLE: 'Bob',
      ASSUME_KEY_ID: bobsKey,
      ASSUME_REQUEST: expect.stringMatching(/^[0-9a-f]{16}$/),
    })
    expect(await testAws.callerOf(variables)).toBe(userArn(bob))
  })

  it('prefers the keys in the credentials file', async () => {
    const config = profile('Bob', 'aws_access_key_id = AKIAOTHEROTHEROTHER1', 'region = eu-west-3')
    const testAws = await TestAws.open({ config })
    expect(await evaluated((await testAws.assume(['Bob'])).stdout)).toMatchObject({
      AWS_ACCESS_KEY_ID: bobsKey,
      AWS_REGION: 'eu-west-3',
      AWS_DEFAULT_REGION: 'eu-west-3',
    })
  })

  it('and an MFA code gives an MFA session of 4 hours', async () => {
    const testAws = await TestAws.open()
    const { session, calls, stderr } = await testAws.session(['Bob', '123456'])
    expect(stderr).toBe('')
    expect(calls).toEqual([
      { action: 'GetCallerIdentity', by: bobsKey, at: 'us-east-1' },
      {
        action: 'GetSessionToken',
        DurationSeconds: '14400',
        SerialNumber: 'arn:aws:iam::123456789012:mfa/Bob',
        TokenCode: '123456',
        by: bobsKey,
        at: 'us-east-1',
      },
    ])
    expect(session).toMatchObject({ AccessKeyId: expect.stringMatching(/^ASIA/) })
  })

  it('of a session exports them with the session token, and does not use a code', async () => {
    const testAws = await TestAws.open()
    const { session } = await testAws.session(['Bob', '123456'])
    const temporary = await TestAws.open({
      credentials: [
        '[tmp]',
        `aws_access_key_id = ${session.AccessKeyId}`,
        `aws_secret_access_key = ${session.SecretAccessKey}`,
        `aws_session_token = ${session.SessionToken}`,
      ].join('\n'),
    })
    const run = await temporary.session(['tmp'])
    const { Expiration: _, ...keys } = session
    expect(run).toMatchObject({ session: keys, calls: [], stderr: '' })
    expect(await temporary.assume(['tmp', '123456', '-f', 'process'])).toMatchObject({
      stderr: 'assume: the code was not used: the keys are temporary ones already\n',
      exitCode: 0,
      calls: [],
    })
  })
})

describe('a profile with a role', () => {
  it('assumes the role with the keys of its source profile, in its own region', async () => {
    const config = role('prod', noMfaRole, 'Bob', 'region = eu-west-1', 'role_session_name = me')
    const testAws = await TestAws.open({ config: `${config}[profile Bob]\nregion = ap-south-1\n` })
    const { stdout, stderr, calls } = await testAws.assume(['prod'])
    expect(stderr).toBe('')
    expect(calls).toEqual([
      {
        action: 'AssumeRole',
        RoleArn: roleArn(noMfaRole),
        RoleSessionName: 'me',
        by: bobsKey,
        at: 'eu-west-1',
      },
    ])
    expect(await evaluated(stdout)).toMatchObject({
      ASSUME_ROLE: 'prod',
      AWSUME_PROFILE: 'prod',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_ACCOUNT_ID: '123456789012',
    })
  })

  it('at the end of a chain assumes each role in order, in the region of the last profile', async () => {
    const config =
      role('rim', rim, 'spoke', 'region = eu-west-1', 'role_session_name = last') +
      role('spoke', spoke, 'hub', 'region = eu-west-2', 'duration_seconds = 900') +
      role('hub', hub, 'Bob', 'region = eu-west-3', 'duration_seconds = 7200') +
      profile('Bob', 'region = ap-south-1')
    const testAws = await TestAws.open({ world, config })
    const { calls, session, stderr } = await testAws.session(['rim'])
    expect(stderr).toBe('')
    expect(calls).toMatchObject([
      { RoleArn: roleArn(hub), DurationSeconds: '7200', by: bobsKey, at: 'eu-west-1' },
      { RoleArn: roleArn(spoke), DurationSeconds: '900', at: 'eu-west-1' },
      { RoleArn: roleArn(rim), RoleSessionName: 'last', at: 'eu-west-1' },
    ])
    const [, second, third] = calls.map(({ by }) => by)
    expect(new Set([bobsKey, second, third, session.AccessKeyId]).size).toBe(4)
  })

  it('does not use its own keys, which are for profiles that name it as source', async () => {
    const other = 'aws_access_key_id = AKIAOTHEROTHEROTHER1\naws_secret_access_key = other'
    const testAws = await TestAws.open({ config: role('prod', noMfaRole, 'Bob', other) })
    expect((await testAws.session(['prod'])).calls).toMatchObject([{ by: bobsKey }])
  })

  it('uses its own keys if it names itself as source', async () => {
    const testAws = await TestAws.open({
      credentials: '',
      config: role('self', noMfaRole, 'self', bobsKeys),
    })
    expect((await testAws.session(['self'])).calls).toMatchObject([{ by: bobsKey }])
  })

  it('uses the keys of its source profile even if that also has a role', async () => {
    const config = role('spoke', spoke, 'hub') + role('hub', hub, 'nobody', bobsKeys)
    const testAws = await TestAws.open({ world, config, credentials: '' })
    expect((await testAws.session(['spoke'])).calls).toMatchObject([
      { RoleArn: roleArn(spoke), by: bobsKey },
    ])
  })

  it('with credential_source = Environment uses the keys in the environment', async () => {
    const config = profile(
      'env',
      `role_arn = ${roleArn(noMfaRole)}`,
      'credential_source = Environment',
    )
    const testAws = await TestAws.open({ config, credentials: '' })
    const env = {
      AWS_ACCESS_KEY_ID: bobsKey ?? '',
      AWS_SECRET_ACCESS_KEY: bob.accessKeys[0]?.secretAccessKey ?? '',
    }
    expect((await testAws.session(['env'], { env })).calls).toMatchObject([{ by: bobsKey }])
    expect(await testAws.assume(['env'])).toMatchObject({
      stderr: expect.stringContaining(
        'profile "env" takes its keys from the environment, which has none\n',
      ),
      exitCode: 1,
    })
  })

  it('does not use keys in the environment in place of its source_profile', async () => {
    const testAws = await TestAws.open({ config: role('prod', noMfaRole, 'Bob') })
    const env = { AWS_ACCESS_KEY_ID: 'AKIAOTHEROTHEROTHER1', AWS_SECRET_ACCESS_KEY: 'other' }
    expect((await testAws.session(['prod'], { env })).calls).toMatchObject([{ by: bobsKey }])
  })

  it('named as USER is the source for a role in its account', async () => {
    const config = role('hub', hub, 'Bob')
    const testAws = await TestAws.open({ world, config })
    expect((await testAws.session(['hub', 'spoke'])).calls).toMatchObject([
      { RoleArn: roleArn(hub) },
      { RoleArn: roleArn(spoke), RoleSessionName: 'hub' },
    ])
  })
})
