import { idWithoutAccount, uniqueId } from 'aws-stand-in'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { accountOfKey } from '../../../src/plan/values/account-of-key.ts'

it.each([
  // A public canary key. The documentation of trufflehog shows its ARN.
  ['AKIAQYLPMN5HHHFPZAM2', '052310077262'],
  ['ASIAY34FZKBOKMUTVV7A', '609629065308'],
  // Older IDs contain no account: the first bit after the prefix is 0.
  ['AKIAIOSFODNN7EXAMPLE', undefined],
  ['AKIAJ2XXXXXXXXXXXXXX', undefined],
  // IDs of users and roles are not access key IDs.
  ['AIDAQYLPMN5HHHFPZAM2', undefined],
  ['AKIAQYLPMN5HHHFPZAM', undefined],
  ['AKIAQYLPMN5HHHFPZAM22', undefined],
  ['AKIAQYLPMN5HHHFPZAM1', undefined],
  ['akiaqylpmn5hhhfpzam2', undefined],
  ['AKIAQYLPMN5HHHFPZAM2\n', undefined],
  ['', undefined],
  // A number of more than 12 digits is not an account.
  ['AKIA7777777777777777', undefined],
])('%j belongs to account %s', (id, account) => {
  expect(accountOfKey(id)).toBe(account)
})

const accounts = fc.bigInt({ min: 0n, max: 10n ** 12n - 1n }).map((n) => `${n}`.padStart(12, '0'))

it('the account is in every access key ID that AWS issues for it', () => {
  fc.assert(
    fc.property(accounts, fc.constantFrom('AKIA' as const, 'ASIA' as const), (account, prefix) => {
      expect(accountOfKey(uniqueId(prefix, account))).toBe(account)
    }),
  )
})

it('the account is not in older access key IDs', () => {
  fc.assert(
    fc.property(fc.string(), (seed) => {
      expect(accountOfKey(idWithoutAccount('AKIA', seed))).toBeUndefined()
    }),
  )
})
