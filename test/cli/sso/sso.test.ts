import { existsSync } from 'node:fs'
import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import type { OptionRecord } from '../../../src/plan/options/option.ts'
import { optionEntries } from '../../../src/plan/options/options.ts'
import { callerByBotocore, noBotocore } from '../../support/aws/botocore.ts'
import { admin, beyond, config, SsoScene } from '../../support/sign-in/sso.ts'
import { evaluated } from '../../support/test-aws.ts'

const adminArn = `arn:aws:sts::123456789012:assumed-role/${admin.name}/bob`

describe.each([
  ['dev', 'with sso_session'],
  ['old', 'with sso_start_url'],
])('a profile of IAM Identity Center, %s, %s', (profile) => {
  it('provides the credentials of its role', async () => {
    const sso = await SsoScene.open()
    await sso.signIn(profile)
    const { session, stderr, calls } = await sso.session([profile])
    expect({ stderr, calls }).toEqual({ stderr: '', calls: [] })
    expect(session).toMatchObject({
      Version: 1,
      AccessKeyId: expect.stringMatching(/^ASIA/),
      Expiration: expect.stringMatching(/Z$/),
      AccountId: '123456789012',
    })
    expect(sso.portal.requests).toMatchObject([
      { step: 'credentials', query: { account_id: '123456789012', role_name: 'Admin' } },
    ])
    expect(sso.oidc.requests.filter(({ input }) => input.grantType === 'refresh_token')).toEqual([])
  })

  it('sets the credentials of its role in the shell', async () => {
    const sso = await SsoScene.open()
    await sso.signIn(profile)
    const variables = await evaluated((await sso.assume([profile])).stdout)
    expect(variables).toMatchObject({ ASSUME_ROLE: profile, AWS_ACCOUNT_ID: '123456789012' })
    expect(await sso.testAws.callerOf(variables)).toBe(adminArn)
  })

  it('can be the source profile of a role', async () => {
    const sso = await SsoScene.open()
    await sso.signIn(profile)
    const { session, calls } = await sso.session([`beyond-${profile}`])
    expect(calls).toMatchObject([
      { action: 'AssumeRole', RoleArn: roleArn(beyond), RoleSessionName: 'worker' },
    ])
    expect(session.AccountId).toBe(beyond.account)
  })

  it('can assume a role by its ARN', async () => {
    const sso = await SsoScene.open()
    await sso.signIn(profile)
    const { calls } = await sso.session([roleArn(beyond), '--source-profile', profile])
    expect(calls).toMatchObject([{ RoleArn: roleArn(beyond) }])
  })

  it.skipIf(noBotocore)('has the same identity in botocore, also as a source profile', async () => {
    const sso = await SsoScene.open()
    await sso.signIn(profile)
    for (const name of [profile, `beyond-${profile}`]) {
      const variables = await evaluated((await sso.assume([name])).stdout)
      const byBotocore = await callerByBotocore(name, { ...sso.testAws.home.env, ...sso.env })
      expect(await sso.testAws.callerOf(variables)).toBe(byBotocore)
    }
  })

  it('does not change the token while it is valid', async () => {
    const sso = await SsoScene.open()
    const token = await sso.signIn(profile)
    await sso.session([profile])
    expect(sso.read(profile)).toEqual(token)
  })

  it('exits with 3 if the user is not signed in', async () => {
    const sso = await SsoScene.open()
    const title = profile === 'dev' ? 'corp' : 'https://demo.awsapps.com/start'
    expect(await sso.assume([profile])).toEqual({
      stdout: '(exit 3);\n',
      stderr: `assume: you are not signed in to IAM Identity Center (${title})
  hint: assume login ${profile}
  hint: or with the AWS CLI v2: aws sso login --profile ${profile}
`,
      exitCode: 3,
      calls: [],
    })
    expect(existsSync(sso.pathOf(profile))).toBe(false)
    expect(sso.portal.requests).toEqual([])
  })

  it('exits with 3 as a source profile if the user is not signed in', async () => {
    const sso = await SsoScene.open()
    const { stdout, stderr, exitCode } = await sso.assume([`beyond-${profile}`])
    expect({ stdout, exitCode }).toEqual({ stdout: '(exit 3);\n', exitCode: 3 })
    expect(stderr).toContain(`  hint: assume login ${profile}\n`)
  })

  it('reports when the sign-in expired', async () => {
    const sso = await SsoScene.open()
    const { expiresAt } = await sso.signIn(profile, { lasts: -60, refreshes: false })
    const { stdout, stderr, exitCode } = await sso.assume([profile])
    expect({ stdout, exitCode }).toEqual({ stdout: '(exit 3);\n', exitCode: 3 })
    expect(stderr).toContain(
      `: your sign-in expired at ${String(expiresAt).replace('Z', '.000Z')}\n`,
    )
    expect(sso.portal.requests).toEqual([])
  })

  it('reports that AWS no longer accepts the sign-in', async () => {
    const sso = await SsoScene.open()
    await sso.signIn(profile)
    sso.directory.revoke()
    const { stdout, stderr, exitCode } = await sso.assume([profile])
    expect({ stdout, exitCode }).toEqual({ stdout: '(exit 3);\n', exitCode: 3 })
    expect(stderr).toContain(': AWS no longer accepts your sign-in\n')
  })

  it('prints nothing with --format process if the user is not signed in', async () => {
    const sso = await SsoScene.open()
    expect(await sso.assume([profile, '--format', 'process'])).toMatchObject({
      stdout: '',
      exitCode: 3,
    })
  })

  it('with --debug shows the request for the credentials, but no secret', async () => {
    const sso = await SsoScene.open()
    const { accessToken, refreshToken, clientSecret } = await sso.signIn(profile, { lasts: 60 })
    const { stderr } = await sso.assume([profile, '--debug'])
    for (const secret of [accessToken, refreshToken, clientSecret]) {
      expect(stderr).not.toContain(secret)
    }
    expect(stderr).toContain(`GetRoleCredentials of "Admin" in 123456789012 at ${sso.portal.url}\n`)
    expect(stderr).toContain('"kind":"sso","identity":')
  })
})

describe('the IAM Identity Center settings of a profile', () => {
  const beside = (profile: string, lines: string) =>
    config.replace(`[profile ${profile}]\n`, `[profile ${profile}]\n${lines}`)
  const keys = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n'

  it.each([
    ['keys in the config file', beside('dev', keys), ''],
    ['keys in the credentials file', config, `[dev]\n${keys}`],
    ['a credential_process', beside('dev', 'credential_process = false\n'), ''],
  ])('override %s, also for botocore', async (_, text, credentials) => {
    const sso = await SsoScene.open({ config: text, credentials })
    await sso.signIn()
    for (const profile of ['dev', 'beyond-dev']) {
      const variables = await evaluated((await sso.assume([profile])).stdout)
      const arn = await sso.testAws.callerOf(variables)
      expect(arn).toMatch(/assumed-role\/(AWSReservedSSO_Admin|beyond)/)
      if (noBotocore) continue
      expect(await callerByBotocore(profile, { ...sso.testAws.home.env, ...sso.env })).toBe(arn)
    }
  })

  it('do not override a role_arn with a source profile, also for botocore', async () => {
    const role = `role_arn = ${roleArn(beyond)}\nsource_profile = old\nrole_session_name = worker\n`
    const sso = await SsoScene.open({ config: beside('dev', role) })
    await sso.signIn('old')
    const variables = await evaluated((await sso.assume(['dev'])).stdout)
    const arn = await sso.testAws.callerOf(variables)
    expect(arn).toMatch(/assumed-role\/beyond\/worker$/)
    if (noBotocore) return
    expect(await callerByBotocore('dev', { ...sso.testAws.home.env, ...sso.env })).toBe(arn)
  })
})

describe('an option that does not apply to a role of IAM Identity Center', () => {
  it.each([
    ['--duration', '2h', 'the permission set decides how long the session lasts'],
    ['--session-name', 'me', 'AWS takes the name from your sign-in'],
    ['--external-id', 'abc', 'IAM Identity Center does not use it'],
    ['--serial-number', 'arn:aws:iam::123456789012:mfa/Bob', 'the sign-in itself asks for MFA'],
    ['--token-code', '123456', 'the sign-in itself asks for MFA'],
  ])('is refused: %s', async (option, value, why) => {
    const sso = await SsoScene.open()
    await sso.signIn()
    for (const target of ['dev', '123456789012:Admin']) {
      const { stdout, stderr, exitCode } = await sso.assume([target, option, value])
      expect({ stdout, exitCode }).toEqual({ stdout: '(exit 2);\n', exitCode: 2 })
      const subject = option === '--token-code' ? 'a code' : option
      expect(stderr).toBe(
        `assume: ${subject} cannot be used with a role of IAM Identity Center: ${why}\n`,
      )
    }
    expect(sso.portal.requests).toEqual([])
  })

  it('is refused if its record has refusedBy.ssoRole', async () => {
    const sso = await SsoScene.open()
    await sso.signIn()
    const refused = optionEntries.flatMap(([, record]) => {
      const reason = (record as OptionRecord).refusedBy?.ssoRole
      return reason === undefined ? [] : [{ name: record.name, reason }]
    })
    expect(refused.length).toBeGreaterThan(8)
    for (const { name, reason } of refused) {
      const { stderr, exitCode } = await sso.assume(['dev', name, validValues[name] ?? 'a=b'])
      expect({ name, exitCode }).toEqual({ name, exitCode: 2 })
      expect(stderr).toMatch(
        /^assume: (--[\w-]+|a code) cannot be used with a role of IAM Identity /,
      )
      expect(stderr).toContain(reason)
    }
  })
})

const validValues: Readonly<Record<string, string>> = {
  '--duration': '2h',
  '--serial-number': 'arn:aws:iam::123456789012:mfa/Bob',
  '--token-code': '123456',
}

describe('a role that the user does not have', () => {
  const noRole = (role: string, account: string, words: string, hint = '') => ({
    stdout: '(exit 1);\n',
    stderr: `assume: IAM Identity Center gives you no role "${role}" in ${account}: ${words}
${hint}  hint: see which accounts and roles are yours: https://demo.awsapps.com/start
`,
    exitCode: 1,
    calls: [],
  })

  it('is an error with a hint about the roles of the account', async () => {
    const sso = await SsoScene.open()
    await sso.signIn()
    const words = 'No access (ForbiddenException)'
    expect(await sso.assume(['210987654321:Admin'])).toEqual(
      noRole('Admin', '210987654321', words, '  hint: roles there: ReadOnly\n'),
    )
    expect(await sso.assume(['123456789012:Admn'])).toEqual(
      noRole('Admn', '123456789012', words, '  hint: did you mean "Admin"?\n'),
    )
    const none =
      '  hint: you have no role in this account: its number may be wrong, or it may be suspended or closed\n'
    expect(await sso.assume(['999999999999:Admin'])).toEqual(
      noRole('Admin', '999999999999', words, none),
    )
  })

  it.each([
    { kind: 'raw', status: 500, body: '' },
    { kind: 'raw', status: 200, body: '<html>' },
    { kind: 'alter', fields: { roleList: 'x' } },
    { kind: 'alter', fields: { roleList: [null, { roleName: "'; rm -rf ~ #" }, {}] } },
    { kind: 'drop' },
  ] as const)('is an error without this hint if the roles cannot be listed: %j', async (fault) => {
    const sso = await SsoScene.open()
    await sso.signIn()
    sso.portal.faults.roles = fault
    expect(await sso.assume(['210987654321:Admin'])).toEqual(
      noRole('Admin', '210987654321', 'No access (ForbiddenException)'),
    )
  })

  it('is an error if AWS does not find the account', async () => {
    const sso = await SsoScene.open()
    await sso.signIn()
    sso.portal.faults.roles = { kind: 'drop' }
    sso.portal.faults.credentials = {
      kind: 'raw',
      status: 404,
      headers: { 'x-amzn-ErrorType': 'ResourceNotFoundException' },
      body: '{"message":"Account not found"}',
    }
    expect(await sso.assume(['dev'])).toEqual(
      noRole('Admin', '123456789012', 'Account not found (ResourceNotFoundException)'),
    )
  })
})
