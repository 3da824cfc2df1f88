import { roleArn, type World } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { demoRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const hour = 3_600_000
const inAnHour = new Date(Math.ceil(Date.now() / 1000) * 1000 + hour)
const anHourAgo = new Date(inAnHour.getTime() - 2 * hour)

const utc = (time: Date) => time.toISOString().replace('.000Z', 'Z')
const withOffset = (time: Date) =>
  new Date(time.getTime() + 2 * hour).toISOString().replace('.000Z', '+02:00')
const withoutZone = (time: Date) => time.toISOString().slice(0, 19).replace('T', ' ')

/** New York has had UTC-4 or UTC-5 since 2007; this zone has UTC-5 in every month. */
const timeZone = 'America/Bogota'
const inTimeZone = (time: Date) => withoutZone(new Date(time.getTime() - 5 * hour))

const session = { id: 'ASIAIOSFODNN7EXAMPLE', secret: 'written-secret', token: 'written-token' }

const written = (lines: readonly string[], { id, secret, token } = session) =>
  [
    '[saml]',
    `aws_access_key_id = ${id}`,
    `aws_secret_access_key = ${secret}`,
    `aws_session_token = ${token}`,
    ...lines,
    '',
  ].join('\n')

const principal = `x_principal_arn = arn:aws:sts::210987654321:assumed-role/Developer/first.last`

describe('the expiration time that a tool writes next to session credentials', () => {
  it.each([
    ['saml2aws', [`x_security_token_expires = ${withOffset(inAnHour)}`]],
    ['gimme-aws-creds', [`x_security_token_expires = ${utc(inAnHour).replace('Z', '+00:00')}`]],
    ['okta-aws-cli', [`x_security_token_expires = ${utc(inAnHour)}`]],
    ['aws-mfa', ['assumed_role = False', `expiration = ${withoutZone(inAnHour)}`]],
    ['awsume', ['autoawsume = true', `expiration = ${inTimeZone(inAnHour)}`]],
    ['awsume -o', [`expiration = ${inTimeZone(inAnHour)}`, 'manager = awsume']],
    ['a tool that writes aws_expiration', [`aws_expiration = ${utc(inAnHour)}`]],
    [
      'a tool that leaves x_security_token_expires empty',
      ['x_security_token_expires =', `expiration = ${utc(inAnHour)}`],
    ],
  ])('is the expiration time of the session in the shell: %s', async (_, lines) => {
    const testAws = await TestAws.open({ credentials: written(lines) })
    const { stdout, stderr, exitCode } = await testAws.assume(['saml'], { env: { TZ: timeZone } })
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    expect(await evaluated(stdout)).toMatchObject({
      AWS_ACCESS_KEY_ID: session.id,
      AWS_SESSION_TOKEN: session.token,
      AWS_CREDENTIAL_EXPIRATION: utc(inAnHour),
      ASSUME_EXPIRES: String(inAnHour.getTime() / 1000),
      ASSUME_ROLE: 'saml',
    })
  })

  it.each([
    [`x_security_token_expires = ${withOffset(anHourAgo)}`, 'x_security_token_expires'],
    [`expiration = ${withoutZone(anHourAgo)}`, 'expiration'],
    [`aws_expiration = ${utc(anHourAgo)}`, 'aws_expiration'],
  ])('is an error if it is in the past: %s', async (line, key) => {
    const config = `[profile role]\nrole_arn = ${roleArn(noMfaRole)}\nsource_profile = saml\n`
    const testAws = await TestAws.open({ config, credentials: written([line]) })
    const message = `profile "saml" has keys that ended at ${anHourAgo.toISOString()} (~/.aws/credentials:5, ${key})`
    for (const words of [['saml'], ['role'], ['exec', 'saml', '--', 'env']]) {
      const { stdout, stderr, exitCode, calls } = await testAws.assume(words)
      expect({ exitCode, calls }).toEqual({ exitCode: 1, calls: [] })
      expect(stderr).toContain(`assume: ${message}\n  hint: get new keys with the program`)
      expect(stdout).not.toContain(session.id)
    }
    const { stdout } = await testAws.assume(['list'])
    expect(stdout.split('\n').filter((row) => row.includes('has keys that ended'))).toHaveLength(2)
    const doctor = await testAws.assume(['doctor', '--offline'])
    expect(doctor.stdout).toContain(message)
    expect(doctor.stdout).toContain('cannot work, in the AWS CLI either')
  })

  it.each([
    ['it is in the year 1', 'x_security_token_expires = 0001-01-01T00:00:00Z'],
    ['it is not a time', 'x_security_token_expires = soon'],
    ['its key is source_expiration', 'source_expiration = 2020-01-01 00:00:00'],
  ])('is ignored if %s', async (_, line) => {
    const testAws = await TestAws.open({ credentials: written([line]) })
    const { stdout, stderr } = await testAws.assume(['saml'])
    expect(stderr).toBe('')
    const { AWS_ACCESS_KEY_ID, AWS_CREDENTIAL_EXPIRATION } = await evaluated(stdout)
    expect({ AWS_ACCESS_KEY_ID, AWS_CREDENTIAL_EXPIRATION }).toEqual({
      AWS_ACCESS_KEY_ID: session.id,
    })
  })

  it('is ignored for access keys of a user, which have no session token', async () => {
    const credentials = written([`expiration = ${utc(anHourAgo)}`, principal]).replace(
      /^aws_session_token.*\n/m,
      '',
    )
    const testAws = await TestAws.open({ credentials })
    const { stdout, exitCode } = await testAws.assume(['saml'])
    expect(exitCode).toBe(0)
    expect(await evaluated(stdout)).toMatchObject({ ASSUME_ROLE: 'saml' })
  })

  it('is the Expiration that credential-process prints', async () => {
    const testAws = await TestAws.open({ credentials: written([`expiration = ${utc(inAnHour)}`]) })
    const { stdout } = await testAws.assume(['credential-process', 'saml'])
    expect(JSON.parse(stdout)).toMatchObject({ Expiration: utc(inAnHour) })
  })
})

describe('the role that a tool writes next to session credentials', () => {
  it.each([
    [principal, 'Developer@210987654321'],
    ['x_principal_arn = arn:aws:iam::210987654321:role/path/Reader', 'Reader@210987654321'],
    ['x_principal_arn = arn:aws-cn:sts::210987654321:assumed-role/Ops/x', 'Ops@210987654321'],
    ['x_principal_arn = arn:aws:sts::210987654321:federated-user/x', 'saml'],
    ['x_principal_arn =', 'saml'],
  ])('determines the label in the prompt: %s', async (line, label) => {
    const testAws = await TestAws.open({ credentials: written([line]) })
    const { stdout } = await testAws.assume(['saml'])
    expect(await evaluated(stdout)).toMatchObject({ ASSUME_ROLE: label })
  })

  it('is in the list, and its label has the account name from the settings', async () => {
    const testAws = await TestAws.open({
      credentials: written([principal]),
      files: { '.config/assume/config': '[accounts]\n210987654321 = main\n' },
    })
    expect((await testAws.assume(['list'])).stdout).toMatch(/saml +210987654321 +Developer /)
    const { stdout } = await testAws.assume(['saml'])
    expect(await evaluated(stdout)).toMatchObject({
      ASSUME_ROLE: 'Developer@main',
      AWS_ACCOUNT_ID: '210987654321',
    })
  })

  it.each(['Developer', '210987654321', '210987654321:Dev*', 'saml'])(
    'is protected by danger = %s',
    async (pattern) => {
      const testAws = await TestAws.open({
        credentials: written([principal]),
        files: { '.config/assume/config': `danger = ${pattern}\n` },
      })
      const { stderr, exitCode } = await testAws.assume(['saml'])
      expect(exitCode).toBe(3)
      expect(stderr).toContain(`matches "${pattern}", danger in ~/.config/assume/config:1`)
    },
  )

  it('is not the label of a role that is assumed with these credentials', async () => {
    const world: World = { users: [], roles: [demoRole] }
    const config = `[profile next]\nrole_arn = ${roleArn(demoRole)}\nsource_profile = saml\n`
    const testAws = await TestAws.open({ world, config, credentials: written([principal]) })
    const { stdout } = await testAws.assume(['explain', 'next', '--format', 'json'])
    expect(JSON.parse(stdout)).toMatchObject({ label: 'next' })
  })
})
