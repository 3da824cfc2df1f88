import { describe, expect, it } from 'vitest'
import { AssumeError } from '../../../src/model/errors.ts'
import { type Asked, arn, keys, plan, silent, telling } from './planning.ts'

const bob = `[Bob]\n${keys(telling)}`
const oldBob = `[Bob]\n${keys(silent)}`
const fallback = `[default]\n${keys(telling)}`

const role = (...more: string[]) =>
  ['[profile prod]', `role_arn = ${arn('prod')}`, 'source_profile = Bob', ...more, ''].join('\n')

const user = (name: string, id = silent) => ({
  [id]: { arn: `arn:aws:iam::123456789012:user/team/${name}`, accountId: '123456789012' },
})

function refusalOf(work: () => unknown): AssumeError {
  try {
    work()
  } catch (error) {
    if (error instanceof AssumeError) return error
  }
  throw new Error('nothing was refused')
}

describe('an answer that only AWS has is requested', () => {
  it.each<[string, string, Asked]>([
    ['the account, for a role by name', 'Bob admin', { credentials: oldBob }],
    ['the account, for a device by name', 'Bob admin 123456', { credentials: oldBob }],
    [
      'the user, for a role of another account with a code',
      `Bob ${arn('x')} 123456`,
      { credentials: oldBob },
    ],
    ['the user, of [default]', 'Bob admin', { credentials: fallback }],
    ['the user, if the case of the name differs', 'bob admin', { credentials: bob }],
    ['the user, for a profile with a code', 'prod 123456', { config: role(), credentials: bob }],
    ['the user, for an ARN with a code', `${arn('x')} 123456`, { credentials: fallback }],
    ['the user, for their own session', 'Bob 123456', { credentials: bob }],
    [
      'the user, after a role was denied',
      'prod',
      { config: role(), credentials: bob, needsMfa: true },
    ],
  ])('contains %s', (_, line, asked) => {
    expect(plan(line, asked)).toMatchObject({ need: { fact: 'caller identity' } })
  })

  it.each<[string, string, Asked]>([
    ['the access key ID contains the account', 'Bob admin 123456', { credentials: bob }],
    [
      'the profile contains the account',
      'Bob admin 123456',
      { credentials: `${oldBob}aws_account_id = 123456789012\n` },
    ],
    ['the command line contains the account', 'Bob 123456789012:admin', { credentials: oldBob }],
    ['the ARN contains the account', `Bob ${arn('admin')}`, { credentials: oldBob }],
    [
      'the device is configured',
      'prod 123456',
      { config: role('mfa_serial = GAHT12345678'), credentials: oldBob },
    ],
    [
      'the device is an option',
      'prod 123456',
      { config: role(), credentials: oldBob, options: { serialNumber: 'GAHT12345678' } },
    ],
    ['no device is needed', 'prod', { config: role(), credentials: oldBob }],
    [
      'the credentials are temporary',
      'Bob 123456',
      { credentials: `[Bob]\n${keys(silent, 'aws_session_token = t')}` },
    ],
  ])('but not if %s', (_, line, asked) => {
    expect(plan(line, asked)).toHaveProperty('value')
  })

  it('from the endpoint of the requested profile, not of the profile with the credentials', () => {
    const config = `${role('region = eu-west-1', 'endpoint_url = https://own.example')}[profile Bob]\nregion = x-y-1\nendpoint_url = https://other.example\n`
    expect(plan('prod 123456', { config, credentials: bob })).toEqual({
      need: {
        fact: 'caller identity',
        source: {
          kind: 'access-key',
          profile: 'Bob',
          identity: telling,
          isLongTerm: true,
        },
        endpointConfig: {
          region: 'eu-west-1',
          endpoint: 'https://own.example',
          fips: false,
          dualstack: false,
        },
      },
    })
  })

  it('in the partition of the role', () => {
    const target = 'Bob arn:aws-us-gov:iam::123456789012:role/x 123456'
    expect(plan(target, { credentials: oldBob })).toMatchObject({
      need: { endpointConfig: { region: 'us-gov-west-1' } },
    })
  })

  it('only after everything else is valid', () => {
    const config = role('endpoint_url = nowhere')
    expect(() => plan('prod 123456', { config, credentials: bob })).toThrow('not the URL')
    const badArn = role().replace('role/prod', 'user/prod')
    expect(() => plan('prod 123456', { config: badArn, credentials: bob })).toThrow('not the ARN')
  })
})

describe('the plan with the answer', () => {
  it.each<[string, string, Asked, readonly object[]]>([
    [
      'the account of the role',
      'Bob admin',
      { credentials: oldBob, identities: user('Bob') },
      [{ RoleArn: arn('admin'), RoleSessionName: 'Bob' }],
    ],
    [
      'the device, by the user’s name',
      'prod 123456',
      { config: role(), credentials: oldBob, identities: user('Robert') },
      [{ SerialNumber: 'arn:aws:iam::123456789012:mfa/Robert' }, { RoleSessionName: 'login' }],
    ],
    [
      'the name in the case of AWS',
      'BOB admin 123456',
      { credentials: bob, identities: user('Bob', telling) },
      [{ SerialNumber: 'arn:aws:iam::123456789012:mfa/Bob' }, { RoleSessionName: 'Bob' }],
    ],
    [
      'the user of [default]',
      'bob admin 123456',
      { credentials: fallback, identities: user('Bob', telling) },
      [{ SerialNumber: 'arn:aws:iam::123456789012:mfa/Bob' }, { RoleSessionName: 'Bob' }],
    ],
    [
      'a profile with another name than its user',
      'BOB admin',
      { credentials: bob, identities: user('Robert', telling) },
      [{ RoleSessionName: 'BOB' }],
    ],
  ])('%s', (_, line, asked, inputs) => {
    const steps = inputs.map((input) => ({ input }))
    expect(plan(line, asked)).toMatchObject({ value: { steps } })
  })

  it('is in the partition of the user', () => {
    const identities = {
      [silent]: { arn: 'arn:aws-cn:iam::123456789012:user/Bob', accountId: '123456789012' },
    }
    const asked = { credentials: oldBob, identities, env: { AWS_REGION: 'cn-north-1' } }
    expect(plan('Bob admin 123456', asked)).toMatchObject({
      value: {
        steps: [
          { input: { SerialNumber: 'arn:aws-cn:iam::123456789012:mfa/Bob' } },
          { input: { RoleArn: 'arn:aws-cn:iam::123456789012:role/admin' } },
        ],
      },
    })
  })

  it.each([
    ['another user', 'arn:aws:iam::123456789012:user/Alice'],
    ['a user whose name has the same ending', 'arn:aws:iam::123456789012:user/not-Bob'],
    ['a role with that name', 'arn:aws:sts::123456789012:assumed-role/Bob/x'],
    ['the root user', 'arn:aws:iam::123456789012:root'],
  ])('or is rejected, because [default] belongs to %s', (_, callerArn) => {
    const identities = { [telling]: { arn: callerArn, accountId: '123456789012' } }
    const refused = refusalOf(() => plan('Bob admin', { credentials: fallback, identities }))
    expect(refused.message).toContain('there is no profile "Bob"')
    expect(refused.hints).toContain(`the keys of [default] are those of ${callerArn}`)
  })
})
