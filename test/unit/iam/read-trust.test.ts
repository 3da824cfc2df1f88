import { describe, expect, it } from 'vitest'
import { readTrust } from '../../../src/iam/read-trust.ts'

const user = 'arn:aws:iam::123456789012:user/team/Bob'
const session = 'arn:aws:sts::123456789012:assumed-role/admin/Bob'

const allow = (Principal: unknown, more = {}) => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRole',
  ...more,
})

const policy = (...Statement: readonly object[]) => JSON.stringify({ Statement })

describe('the principals that a trust policy allows', () => {
  it.each<readonly [string, unknown, string, string]>([
    ['the user', { AWS: user }, user, 'by name'],
    ['one of many users', { AWS: ['arn:aws:iam::123456789012:user/Alice', user] }, user, 'by name'],
    ['everybody', '*', user, 'by name'],
    ['everyone in AWS', { AWS: '*' }, user, 'by name'],
    ['the account', { AWS: 'arn:aws:iam::123456789012:root' }, user, 'by account'],
    ['the account by its ID', { AWS: '123456789012' }, user, 'by account'],
    ['another account', { AWS: '210987654321' }, user, 'nobody of the kind'],
    ['a service', { Service: 'ec2.amazonaws.com' }, user, 'nobody of the kind'],
    [
      'a user of the same name without the path',
      { AWS: user.replace('team/', '') },
      user,
      'nobody of the kind',
    ],
    [
      'the role of a session',
      { AWS: 'arn:aws:iam::123456789012:role/x/admin' },
      session,
      'by name',
    ],
    ['the session itself', { AWS: session }, session, 'by name'],
    [
      'another role',
      { AWS: 'arn:aws:iam::123456789012:role/my-admin' },
      session,
      'nobody of the kind',
    ],
    [
      'the role of another account',
      { AWS: 'arn:aws:iam::210987654321:role/admin' },
      session,
      'nobody of the kind',
    ],
    ['nothing', null, user, 'nobody of the kind'],
  ])('%s', (_, principal, caller, letsIn) => {
    expect(readTrust(policy(allow(principal)), caller)).toEqual({
      letsIn,
      asksForMfa: false,
      wantsExternalId: false,
    })
  })

  it.each([
    ['something denies', allow({ AWS: user }, { Effect: 'Deny' })],
    ['it contains NotPrincipal', { Effect: 'Allow', NotPrincipal: {}, Action: '*' }],
    [
      'a condition has another key',
      allow('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': session } } }),
    ],
    ['it contains NotAction', { Effect: 'Allow', Principal: '*', NotAction: '*' }],
    ['an action has a wildcard', allow({ AWS: user }, { Action: 'sts:Assume*' })],
    ['one of many actions has a wildcard', allow('*', { Action: ['x:Y', 'sts:AssumeRole*'] })],
    ['an action has a question mark', allow('*', { Action: 'sts:AssumeRol?' })],
  ])('are unknown if %s', (_, statement) => {
    const told = readTrust(policy(allow({ AWS: user }), statement), user)
    expect(told?.letsIn).toBe('unknown')
  })

  it('are read only from statements about AssumeRole', () => {
    const tags = allow({ AWS: user }, { Action: ['sts:TagSession'] })
    expect(readTrust(policy(tags), user)?.letsIn).toBe('nobody of the kind')
    const all = allow({ AWS: user }, { Action: ['sts:TagSession', 'sts:*'] })
    expect(readTrust(policy(all), user)?.letsIn).toBe('by name')
  })
})

it.each([
  [
    { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    { asksForMfa: true, wantsExternalId: false },
  ],
  [
    { NumericLessThan: { 'AWS:multifactorauthage': '9' } },
    { asksForMfa: true, wantsExternalId: false },
  ],
  [{ StringEquals: { 'sts:ExternalId': 'x' } }, { asksForMfa: false, wantsExternalId: true }],
])('include the conditions: %j', (Condition, asked) => {
  expect(readTrust(policy(allow({ AWS: user }, { Condition })), user)).toMatchObject(asked)
})

it.each([
  '',
  'null',
  '[]',
  '{}',
  '{"Statement":[]}',
  '{"Statement":["x"]}',
  '{"Statement":null}',
  '%7B',
])('are not read from %j, which is not a policy', (document) => {
  expect(readTrust(document, user)).toBeUndefined()
})
