import { describe, expect, it } from 'vitest'
import { readProfiles } from '../../../src/config/read-profiles.ts'
import { ssoSessionOf } from '../../../src/plan/sso/sso-session.ts'
import { ssoSourceOf } from '../../../src/plan/sso/sso-source.ts'

const role = 'sso_account_id = 123456789012\nsso_role_name = dev\n'
const portal = 'sso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n'

function profilesIn(text: string) {
  const profiles = readProfiles({ config: { file: '~/.aws/config', text } })
  const profile = profiles.profiles.get('p')
  if (!profile) throw new Error('no profile p')
  return { profile, profiles }
}

function source(text: string) {
  const { profile, profiles } = profilesIn(text)
  return ssoSourceOf(profile, profiles)
}

const refusal = (message: string, ...hints: string[]) =>
  expect.objectContaining({ message, hints, exitCode: 1 })

function caught(text: string): unknown {
  try {
    return source(text)
  } catch (error) {
    return error
  }
}

describe('a profile with a role of IAM Identity Center', () => {
  const found = {
    kind: 'sso',
    profile: 'p',
    isLongTerm: false,
    accountId: '123456789012',
  }

  it('refers to an sso-session', () => {
    const text = `[sso-session corp]\n${portal}sso_registration_scopes = sso:account:access, a ,\n`
    expect(source(`${text}[profile p]\nsso_session = corp\n${role}`)).toEqual({
      ...found,
      identity: 'corp 123456789012:dev',
      sso: {
        session: {
          name: 'corp',
          startUrl: 'https://corp.awsapps.com/start',
          region: 'eu-west-1',
          scopes: ['sso:account:access', 'a'],
        },
        accountId: '123456789012',
        roleName: 'dev',
      },
    })
  })

  it('contains the start URL and region itself', () => {
    const text = `[profile p]\n${role}sso_start_url = https://corp.awsapps.com/start#/\nsso_region = eu-west-1\n`
    expect(source(text)).toEqual({
      ...found,
      identity: 'https://corp.awsapps.com/start#/ 123456789012:dev',
      sso: {
        session: {
          startUrl: 'https://corp.awsapps.com/start#/',
          region: 'eu-west-1',
          scopes: [],
        },
        accountId: '123456789012',
        roleName: 'dev',
      },
    })
  })

  it('can repeat the values of its sso-session', () => {
    const text = `[sso-session corp]\n${portal}[profile p]\nsso_session = corp\n${portal}${role}`
    expect(source(text)).toMatchObject(found)
  })

  it('can omit one of the values of its sso-session', () => {
    const text = `[sso-session corp]\n${portal}sso_account_id = 123456789012\n[profile p]\nsso_session = corp\n`
    expect(source(`${text}sso_role_name = dev\n`)).toMatchObject(found)
    expect(source(text)).toBeUndefined()
  })

  it('cannot use an sso-session with only sso_registration_scopes', () => {
    const text = `[sso-session corp]\n${portal}[profile p]\nsso_session = corp\n`
    expect(source(text)).toBeUndefined()
    const { profile, profiles } = profilesIn(text)
    expect(ssoSessionOf(profile, profiles)).toMatchObject({ name: 'corp' })
  })
})

describe('a profile that botocore and assume reject', () => {
  it.each([
    [
      `[profile p]\nsso_session = corp\n${role}`,
      'sso_session of "p" (~/.aws/config:2) is "corp", but there is no [sso-session corp]',
      'with the URL of your access portal: assume login https://corp.awsapps.com/start --region eu-west-1',
    ],
    [
      `[sso-session corporate]\n[sso-session x y]\n[profile p]\nsso_session = corp\n${role}`,
      'sso_session of "p" (~/.aws/config:4) is "corp", but there is no [sso-session corp]',
      'there are: [sso-session corporate]',
    ],
    [
      `[sso-session corps]\n[profile p]\nsso_session = corp\n${role}`,
      'sso_session of "p" (~/.aws/config:3) is "corp", but there is no [sso-session corp]',
      'did you mean "corps"?',
    ],
    [
      `[sso-session corp]\nsso_region = eu-west-1\n[profile p]\nsso_session = corp\n${role}`,
      '[sso-session corp] has no sso_start_url (~/.aws/config:1)',
      'add a line to it: sso_start_url = https://NAME.awsapps.com/start',
    ],
    [
      `[sso-session corp]\nsso_start_url = https://x.example\n[profile p]\nsso_session = corp\n${role}`,
      '[sso-session corp] has no sso_region (~/.aws/config:1)',
      'add a line to it: sso_region = REGION',
    ],
    [
      `[sso-session corp]\n${portal}[profile p]\nsso_session = corp\nsso_region = us-east-1\n${role}`,
      'sso_region of "p" (~/.aws/config:6) is "us-east-1", but that of its [sso-session corp] (~/.aws/config:3) is "eu-west-1"',
      'take it out of the profile: that of the section is enough',
    ],
    [
      '[profile p]\nsso_role_name = dev\n',
      'profile "p" takes a role from IAM Identity Center, but has no sso_account_id (~/.aws/config:1)',
      'add a line to it: sso_account_id = 123456789012',
    ],
    [
      '[profile p]\nsso_account_id = 123456789012\n',
      'profile "p" takes a role from IAM Identity Center, but has no sso_role_name (~/.aws/config:1)',
      'add a line to it: sso_role_name = NAME',
    ],
  ])('%j', (text, message, hint) => {
    expect(caught(text)).toEqual(refusal(message, hint))
  })

  it('without a start URL', () => {
    expect(caught(`[profile p]\n${role}`)).toEqual(
      refusal(
        'profile "p" has no sso_start_url (~/.aws/config:1)',
        'add a line to it: sso_start_url = https://NAME.awsapps.com/start',
        'or name a section that has them all, with sso_session',
      ),
    )
    const one = `[sso-session corp]\n${portal}[profile p]\n${role}`
    expect(caught(one)).toMatchObject({
      hints: expect.arrayContaining(['or name the section that has them all: sso_session = corp']),
    })
  })
})

describe('an invalid value', () => {
  it.each([
    [
      'sso_account_id = 1234',
      '~/.aws/config:2, sso_account_id: "1234" is not an account',
      'an account is twelve digits',
    ],
    [
      "sso_role_name = '; rm -rf ~",
      '~/.aws/config:3, sso_role_name: "\'; rm -rf ~" is not the name of a role',
      'it is that of a permission set, as the access portal shows it',
    ],
    [
      'sso_start_url = ftp://x',
      '~/.aws/config:4, sso_start_url: "ftp://x" is not the URL of an access portal',
      'it looks like https://NAME.awsapps.com/start',
    ],
    [
      'sso_region = evil.example/x',
      '~/.aws/config:5, sso_region: "evil.example/x" is not an AWS region',
      'a region looks like eu-west-1',
    ],
  ])('%s', (line, message, hint) => {
    const lines = `[profile p]\n${role}${portal}`.split('\n')
    const [key] = line.split(' ')
    const text = lines.map((each) => (each.startsWith(`${key} `) ? line : each)).join('\n')
    expect(caught(text)).toEqual(refusal(message, hint))
  })
})
