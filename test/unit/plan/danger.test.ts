import { describe, expect, it } from 'vitest'
import { dangerOf } from '../../../src/plan/danger/danger.ts'
import { type Asked, arn, guarding, keys, noSettings, plan, silent, telling } from './planning.ts'

const ofProfile = (danger: string, profile: string) =>
  dangerOf(
    { profiles: [profile], roles: [], accounts: [] },
    () => ({ profile, written: profile }),
    { ...noSettings, guards: [guarding(danger)] },
  )

describe('a pattern', () => {
  it.each([
    ['prod', 'prod', true],
    ['prod', 'prod-eu', false],
    ['*prod*', 'my-prod-eu', true],
    ['*prod*', 'prod', true],
    ['*prod*', 'PROD', true],
    ['prod-*', 'prod-eu', true],
    ['prod-*', 'prod', false],
    ['*-prod', 'eu-prod', true],
    ['*-prod', 'eu-prod-2', false],
    ['a*b*c', 'aXbXc', true],
    ['a*b*c', 'aXcXb', false],
    ['ab*ba', 'aba', false],
    ['a*a', 'a', false],
    ['*', '', true],
    ['**', 'x', true],
    ['p.od', 'prod', false],
    ['[prod]', 'p', false],
    ['', 'prod', false],
    [' , ,', 'prod', false],
    ['dev, *prod* ,x', 'prod', true],
    ['"*prod*", other', 'my-prod', true],
    ['"*prod*", other', 'other', true],
    ['other, "*prod*"', 'my-prod', true],
    ['"*prod*", "other"', 'my-prod', true],
    ["'*prod*', 'other'", 'other', true],
    ["'*prod*' 'other'", 'my-prod', true],
    ['"*prod*, other"', 'my-prod', true],
    ['"*prod*', 'my-prod', true],
    ['“*prod*”', 'my-prod', true],
    ['*prod* *other*', 'my-prod', true],
    ['*prod* *other*', 'another', true],
    ['my prod', 'my prod', true],
    ['"my prod" x', 'my prod', true],
    ['*.prod;*', 'eu.prod', true],
    ['*.prod;*', 'anything', true],
    ['*prod*;*live*', 'live', true],
    ['*prod*#*live*', 'live', true],
    ['*prod*|*live*', 'live', true],
    ['*prod* ; *live*', 'live', false],
    ['*prod*,; *live*', 'live', false],
    ['a\\;b', 'a;b', true],
    ['?rod', 'prod', true],
    ['?rod', 'rod', false],
    ['prod?', 'prod1', true],
    ['*-?-prod', 'eu-1-prod', true],
    ['*-?-prod', 'eu-11-prod', false],
    ['größe', 'gro\u0308ße', true],
    ['/prod/', 'prod', false],
  ])('%j and %j: %s', (danger, profile, expected) => {
    expect(ofProfile(danger, profile) !== undefined).toBe(expected)
  })

  it('with many stars takes little time', () => {
    expect(ofProfile(`${'*a'.repeat(2000)}*b`, 'a'.repeat(5000))).toBeUndefined()
  })
})

const bob = `[Bob]\n${keys(telling)}[Silent]\n${keys(silent)}`
const config = `[profile live]
role_arn = ${arn('admin', '999999999999')}
source_profile = Bob
[profile behind]
role_arn = ${arn('reader', '111111111111')}
source_profile = live
`
const accounts = new Map([['999999999999', 'main']])

const dangerIn = (line: string, danger: string, more: Partial<Asked> = {}) => {
  const found = plan(line, {
    config,
    credentials: bob,
    settings: { guards: [guarding(danger, accounts)] },
    ...more,
  })
  return 'value' in found ? found.value.danger : found
}

describe('a target is matched by', () => {
  it.each([
    ['live', 'live', 'profile live'],
    ['live', '*:role/admin', `role ${arn('admin', '999999999999')}`],
    ['live', 'admin', 'role admin'],
    ['live', '999999999999', `account 999999999999`],
    ['live', 'main', 'account main'],
    ['live', '9999-9999-9999', 'account 999999999999'],
    ['live', '999999999999:adm*', 'role 999999999999:admin'],
    ['live', 'main:*', 'role main:admin'],
    ['Bob 999999999999:team/admin', 'adm*', 'role admin'],
    [arn('admin', '999999999999'), 'main', 'account main'],
  ])('%s and the pattern %s', (line, pattern, matches) => {
    const env = { AWS_PROFILE: 'Bob' }
    expect(dangerIn(line, pattern, { env })).toEqual({
      pattern,
      matches,
      words: line === 'live' ? ['live', 'main'] : ['main'],
      account: 'main (999999999999)',
      mayBeCached: true,
      place: '~/.config/assume/config:1',
    })
  })

  it('a role of its chain', () => {
    expect(dangerIn('behind', 'main')).toMatchObject({
      matches: 'account main',
      words: ['behind'],
    })
    expect(dangerIn('behind', 'live')).toMatchObject({ matches: 'profile live' })
  })

  it('the account of plain credentials, and the name of their profile', () => {
    expect(dangerIn('Bob', '123456789012')).toMatchObject({
      words: ['Bob'],
      account: '123456789012',
    })
    expect(dangerIn('Bob', 'bob')).toMatchObject({ matches: 'profile Bob' })
  })

  it('the permission set and the account of IAM Identity Center', () => {
    const sso = `[profile live]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 999999999999
sso_role_name = Admin
`
    const ofSso = (danger: string) => dangerIn('live', danger, { config: sso })
    expect(ofSso('admin')).toMatchObject({ matches: 'role Admin', words: ['live', 'main'] })
    expect(ofSso('main')).toMatchObject({ matches: 'account main', words: ['live', 'main'] })
  })

  it('nothing else: neither the user of the credentials nor another target', () => {
    expect(dangerIn('Bob admin', 'Bob')).toBeUndefined()
    expect(dangerIn('behind', 'Bob, 123456789012, reade')).toBeUndefined()
  })
})

describe('danger_cache = off', () => {
  const withMfa = `[profile live]
role_arn = ${arn('admin', '999999999999')}
source_profile = Bob
mfa_serial = arn:aws:iam::123456789012:mfa/Bob
`
  const planned = (settings: NonNullable<Asked['settings']>) => {
    const found = plan('live', { config: withMfa, credentials: bob, settings })
    return 'value' in found ? found.value : undefined
  }

  it('sends the MFA code to the role itself', () => {
    const { steps = [], danger } = planned({ guards: [guarding('live')], dangerCache: 'off' }) ?? {}
    expect(danger?.mayBeCached).toBe(false)
    expect(steps.map(({ operation }) => operation)).toEqual(['AssumeRole'])
    expect(steps[0]?.why).toBe(
      'the code goes to the role itself: the setting "danger_cache" is off, so no session is cached for it',
    )
  })

  it('applies only to dangerous targets', () => {
    const { steps = [] } = planned({ guards: [guarding('other')], dangerCache: 'off' }) ?? {}
    expect(steps.map(({ operation }) => operation)).toEqual(['GetSessionToken', 'AssumeRole'])
  })
})

describe('the label with the name of the account', () => {
  const labelOf = (line: string, names: [string, string][]) => {
    const settings = { accounts: new Map(names) }
    const found = plan(line, { config, credentials: bob, settings })
    return 'value' in found ? found.value.label : undefined
  }

  it.each([
    ['live', [['999999999999', 'main']], 'live@main'],
    ['live', [['999999999999', 'live']], 'live'],
    ['live', [['123456789012', 'own']], 'live'],
    ['Bob 999999999999:admin', [['999999999999', 'main']], 'admin@main'],
    ['Bob admin', [['123456789012', 'own']], 'admin@own'],
    ['Bob', [['123456789012', 'own']], 'Bob@own'],
    ['Silent', [['123456789012', 'own']], 'Silent'],
  ] as [string, [string, string][], string][])('of %s with %j is %s', (line, names, label) => {
    expect(labelOf(line, names)).toBe(label)
  })
})
