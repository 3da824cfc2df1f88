import { describe, expect, it } from 'vitest'
import { deviceWithCodes, includesTrust, trustsOnly, withTrust } from '../../../src/iam/found.ts'
import { type Setup, trustPolicyOf } from '../../../src/iam/setup.ts'

const setup: Setup = {
  account: '123456789012',
  partition: 'aws',
  user: 'Bob',
  role: 'reader',
  policies: [],
  mfa: true,
  accessKey: false,
}
const withoutMfa: Setup = { ...setup, mfa: false }

const bob = 'arn:aws:iam::123456789012:user/Bob'
const statement = (AWS: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Principal: { AWS },
  Action: 'sts:AssumeRole',
  ...more,
})
const document = (Statement: unknown) => ({ Version: '2012-10-17', Statement })
const mfa = (value: unknown) => ({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': value } } })

/** Any response that a server can send. */
const nonsense = [
  ...[undefined, null, 'x', 7, [], {}],
  document(null),
  document(['x', null, 7]),
  document([{ Principal: null }, statement(7), statement([null])]),
]

describe('an existing trust policy', () => {
  it.each<[string, unknown]>([
    ['as assume writes it', trustPolicyOf(setup)],
    [
      'with lists of one element',
      document([statement([bob], { Action: ['sts:AssumeRole'], ...mfa(['true']) })]),
    ],
    ['with a boolean, and a statement that is not in a list', document(statement(bob, mfa(true)))],
    ['among other statements', document([statement('*'), statement(bob, mfa('true'))])],
  ])('trusts the user: %s', (_, found) => {
    expect(includesTrust(found, setup)).toBe(true)
  })

  it.each<[string, unknown]>([
    ['without the condition', trustPolicyOf(withoutMfa)],
    ['with another condition', document(statement(bob, mfa('false')))],
    ['for another user', document(statement(`${bob}by`, mfa('true')))],
    ['that denies access', document(statement(bob, { Effect: 'Deny', ...mfa('true') }))],
    ...nonsense.map((found): [string, unknown] => [JSON.stringify(found) ?? 'nothing', found]),
  ])('does not trust the user with the same conditions: %s', (_, found) => {
    expect(includesTrust(found, setup)).toBe(false)
  })

  it('is changed only for this user', () => {
    const others = [statement(['x', bob]), statement('y')]
    const found = document([...others, statement([bob])])
    expect(withTrust(found, setup)).toEqual(
      document([...others, ...trustPolicyOf(setup).Statement]),
    )
    for (const each of nonsense) expect(includesTrust(withTrust(each, setup), setup)).toBe(true)
  })

  it('does not trust the ID of a deleted user', () => {
    const gone = 'AIDA2ABCDEFGHIJKLMNOP'
    const found = document([statement(gone, mfa('true')), statement([gone, 'x'])])
    expect(includesTrust(found, setup)).toBe(false)
    expect(withTrust(found, setup)).toEqual(
      document([statement('x'), ...trustPolicyOf(setup).Statement]),
    )
    expect(trustsOnly(document([statement(gone), statement(bob)]), setup)).toBe(true)
    expect(trustsOnly(document([statement([gone, 'AROA2ABCDEFGHIJKLMNOP'])]), setup)).toBe(true)
  })

  it('trusts only this user, or others too', () => {
    expect(trustsOnly(trustPolicyOf(withoutMfa), setup)).toBe(true)
    expect(trustsOnly(document([statement([bob]), statement(bob)]), setup)).toBe(true)
    expect(trustsOnly(document([statement(bob), statement([bob, 'x'])]), setup)).toBe(false)
    expect(trustsOnly(document([statement('*')]), setup)).toBe(false)
    for (const each of nonsense) expect(trustsOnly(each, setup)).toBe(false)
    expect(trustsOnly(document([{ Principal: { AWS: bob, Service: 'x' } }]), setup)).toBe(false)
  })
})

it('a passkey has no codes, but a virtual device and a token have', () => {
  const passkey = 'arn:aws:iam::123456789012:u2f/user/Bob/key'
  const virtual = 'arn:aws:iam::123456789012:mfa/phone'
  expect(deviceWithCodes([passkey])).toBeUndefined()
  expect(deviceWithCodes([passkey, virtual])).toBe(virtual)
  expect(deviceWithCodes([passkey, 'GAHT12345678'])).toBe('GAHT12345678')
})
