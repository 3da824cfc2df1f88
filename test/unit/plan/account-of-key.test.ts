import { idWithoutAccount, uniqueId } from 'aws-stand-in'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { accountOfKey } from '../../../src/plan/values/account-of-key.ts'

it.each([
  // A public canary key, whose ARN trufflehog's documentation shows.
  ['AKIAQYLPMN5HHHFPZAM2', '052310077262'],
  ['ASIAY34FZKBOKMUTVV7A', '609629065308'],
  // Older keys tell nothing: the top bit of what follows the prefix is 0.
  ['AKIAIOSFODNN7EXAMPLE', undefined],
  ['AKIAJ2XXXXXXXXXXXXXX', undefined],
  // Ids of users and roles are no keys.
  ['AIDAQYLPMN5HHHFPZAM2', undefined],
  ['AKIAQYLPMN5HHHFPZAM', undefined],
  ['AKIAQYLPMN5HHHFPZAM22', undefined],
  ['AKIAQYLPMN5HHHFPZAM1', undefined],
  ['akiaqylpmn5hhhfpzam2', undefined],
  ['AKIAQYLPMN5HHHFPZAM2\n', undefined],
  ['', undefined],
  // A number of more than 12 digits is no account.
  ['AKIA7777777777777777', undefined],
])('%j is of account %s', (id, account) => {
  expect(accountOfKey(id)).toBe(account)
})

const accounts = fc.bigInt({ min: 0n, max: 10n ** 12n - 1n }).map((n) => `${n}`.padStart(12, '0'))

it('every account can be read from the ids that AWS makes for it', () => {
  fc.assert(
    fc.property(accounts, fc.constantFrom('AKIA' as const, 'ASIA' as const), (account, prefix) => {
      expect(accountOfKey(uniqueId(prefix, account))).toBe(account)
    }),
  )
})

it('none can be read from those it made before', () => {
  fc.assert(
    fc.property(fc.string(), (seed) => {
      expect(accountOfKey(idWithoutAccount('AKIA', seed))).toBeUndefined()
    }),
  )
})
