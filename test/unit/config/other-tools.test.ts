import { describe, expect, it } from 'vitest'
import { cliSettings } from '../../../src/config/cli-settings.ts'
import { readOtherTools } from '../../../src/config/parse/other-tools.ts'
import { keyAt, placeOf } from '../../../src/config/profile.ts'
import { readProfiles } from '../../../src/config/read-profiles.ts'

const read = (...lines: string[]) =>
  readProfiles({ config: { file: '~/.aws/config', text: lines.join('\n') } }, { readOtherTools })
    .profiles

/** The keys of IAM Identity Center that assume reads from the profile `dev`. */
function ssoKeysOf(...lines: string[]) {
  const keys = read(...lines).get('dev')?.keys ?? new Map()
  const found = [...keys].filter(([key]) => key.startsWith('sso_'))
  return Object.fromEntries(found.map(([key, { value }]) => [key, value]))
}

const granted = [
  '[profile dev]',
  'granted_sso_start_url      = https://demo.awsapps.com/start',
  'granted_sso_region         = eu-west-1',
  'granted_sso_account_id     = 123456789012',
  'granted_sso_role_name      = Admin',
  'common_fate_generated_from = aws-sso',
]
const meant = {
  sso_start_url: 'https://demo.awsapps.com/start',
  sso_region: 'eu-west-1',
  sso_account_id: '123456789012',
  sso_role_name: 'Admin',
}

describe("granted's profiles", () => {
  it.each([
    'credential_process         = granted credential-process --profile dev',
    'credential_process = dgranted credential-process --auto-login --profile=dev',
    'credential_process = /usr/local/bin/granted credential-process --profile "dev" --window 30m',
    'credential_process = my-granted x\ngranted_skip_credential_process_validation = true',
    'output = json',
  ])('mean a role of IAM Identity Center: %s', (line) => {
    expect(ssoKeysOf(...granted, line)).toEqual(meant)
  })

  it.each([
    'credential_process = granted credential-process --profile other',
    'credential_process = granted credential-process',
    'credential_process = granted sso login --profile dev',
    'credential_process = /bin/keys --profile dev',
    'credential_process = granted credential-process --profile "dev',
    'aws_access_key_id = AKIAIOSFODNN7EXAMPLE',
    'login_session = arn:aws:iam::123456789012:user/Bob',
  ])('mean what they mean to the AWS CLI, with %s', (line) => {
    expect(ssoKeysOf(...granted, line)).toEqual({})
  })

  it('take the rest from their sso_session', () => {
    const lines = ['[profile dev]', 'sso_session = corp', ...granted.slice(3)]
    const { sso_account_id, sso_role_name } = meant
    expect(ssoKeysOf(...lines)).toEqual({ sso_session: 'corp', sso_account_id, sso_role_name })
  })

  it('replace no key of AWS', () => {
    const own = ['sso_account_id = 210987654321', 'sso_role_name = Own']
    expect(ssoKeysOf(...granted, ...own)).toEqual({
      sso_account_id: '210987654321',
      sso_role_name: 'Own',
    })
    expect(ssoKeysOf(...granted, 'sso_region = us-east-1')).toMatchObject({
      sso_region: 'us-east-1',
    })
  })

  it('keep the place and the name of each key, and what the AWS CLI reads', () => {
    const process = 'granted credential-process --profile dev'
    const dev = read(
      ...granted,
      'granted_sso_registration_scopes = sso:account:access # x',
      `credential_process = ${process}`,
    ).get('dev')
    if (!dev) throw new Error('there is no profile')
    expect(placeOf(dev, 'sso_region')).toBe('~/.aws/config:3')
    expect(keyAt(dev, 'sso_region')).toBe('~/.aws/config:3, granted_sso_region')
    expect(dev.keys.get('sso_registration_scopes')?.value).toBe('sso:account:access')
    expect(Object.keys(cliSettings(dev)).filter((key) => key.startsWith('sso_'))).toEqual([])
    expect(cliSettings(dev)).toMatchObject({ credential_process: process })
  })

  it('are included by a profile with include_profile', () => {
    const lines = granted.map((line) => line.replace('dev', 'base'))
    expect(ssoKeysOf(...lines, '[profile dev]', 'include_profile = base')).toEqual(meant)
  })
})

describe("aws-sso-cli's profiles", () => {
  const sessions = ['[sso-session corp]', 'sso_region = eu-west-1']
  const profile = (process: string) => ['[profile dev]', `credential_process = ${process}`]
  const role = { sso_account_id: '123456789012', sso_role_name: 'Admin' }
  const arn = 'arn:aws:iam::123456789012:role/Admin'

  it.each([
    `/usr/bin/aws-sso -S "Default" process --arn ${arn}`,
    `/usr/bin/aws-sso -u open -S "Default" process --arn ${arn}`,
    `aws-sso process --sso Default --arn=${arn}`,
    `aws-sso -SDefault -L error process -a 123456789012:Admin --sts-refresh`,
    `aws-sso process --account 123456789012 -R Admin`,
    `aws-sso process -a arn:aws-cn:iam::123456789012:role/Admin`,
  ])('mean a role of the only sso-session: %s', (process) => {
    expect(ssoKeysOf(...sessions, ...profile(process))).toEqual({ sso_session: 'corp', ...role })
  })

  it('name an sso-session where there are several', () => {
    const several = [...sessions, '[sso-session Default]', 'sso_region = us-east-1']
    const keys = ssoKeysOf(...several, ...profile(`aws-sso -S Default process --arn ${arn}`))
    expect(keys).toEqual({ sso_session: 'Default', ...role })
    expect(ssoKeysOf(...several, ...profile(`aws-sso -S Other process --arn ${arn}`))).toEqual({})
  })

  it('have an account with leading zeros', () => {
    const keys = ssoKeysOf(
      ...sessions,
      ...profile('aws-sso process --arn arn:aws:iam::12345:role/A'),
    )
    expect(keys).toMatchObject({ sso_account_id: '000000012345', sso_role_name: 'A' })
  })

  it.each([
    'aws-sso process --profile other',
    'aws-sso process --arn arn:aws:iam::123456789012:role/path/Admin',
    'aws-sso process --arn x',
    'aws-sso process',
    'aws-sso process process --arn 123456789012:Admin',
    'aws-sso exec --arn 123456789012:Admin',
    'aws-sso --config /x process --arn 123456789012:Admin',
    'my-aws-sso process --arn 123456789012:Admin',
    'sh -c "aws-sso process --arn 123456789012:Admin"',
    'aws-sso process --arn',
    'aws-sso "process --arn 123456789012:Admin',
  ])('run their program: %s', (process) => {
    expect(ssoKeysOf(...sessions, ...profile(process))).toEqual({})
  })

  it('run their program without an sso-session', () => {
    expect(ssoKeysOf(...profile(`aws-sso -S Default process --arn ${arn}`))).toEqual({})
  })

  it('keep the place of the line', () => {
    const dev = read(...sessions, ...profile(`aws-sso process --arn ${arn}`)).get('dev')
    expect(dev && keyAt(dev, 'sso_role_name')).toBe('~/.aws/config:4, credential_process')
  })
})
