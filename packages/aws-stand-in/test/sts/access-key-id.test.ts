import { describe, expect, it } from 'vitest'
import { idWithoutAccount, secretAccessKey, uniqueId } from '../../src/state/access-key-id.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/**
 * Decodes an ID as published descriptions of the format do: 10 characters are 50 bits, and 40 of
 * them are the account.
 */
function accountIn(id: string): string | undefined {
  const bits = [...id.slice(4, 14)].reduce(
    (all, character) => all * 32n + BigInt(alphabet.indexOf(character)),
    0n,
  )
  if (bits >> 49n === 0n) return undefined
  return String((bits >> 9n) & ((1n << 40n) - 1n)).padStart(12, '0')
}

describe('an access key ID', () => {
  it('can be decoded like the IDs of AWS', () => {
    expect(accountIn('AKIAQYLPMN5HHHFPZAM2')).toBe('052310077262')
    expect(accountIn('ASIAY34FZKBOKMUTVV7A')).toBe('609629065308')
    expect(accountIn('AKIAIOSFODNN7EXAMPLE')).toBeUndefined()
  })

  it.each(['123456789012', '000000000000', '052310077262', '999999999999'])(
    'contains the account %s',
    (account) => {
      for (const id of [uniqueId('AKIA', account), uniqueId('ASIA', account, 'seed')]) {
        expect(id).toMatch(/^A[KS]IA[A-Z2-7]{16}$/)
        expect(accountIn(id)).toBe(account)
      }
    },
  )

  it('of the older form contains no account', () => {
    for (const id of [idWithoutAccount('AKIA'), idWithoutAccount('AKIA', 'seed')]) {
      expect(id).toMatch(/^AKIA[A-P][A-Z2-7]{15}$/)
      expect(accountIn(id)).toBeUndefined()
    }
  })

  it('is the same for the same seed, and random without a seed', () => {
    expect(uniqueId('AKIA', '123456789012', 'a')).toBe(uniqueId('AKIA', '123456789012', 'a'))
    expect(uniqueId('AKIA', '123456789012', 'a')).not.toBe(uniqueId('AKIA', '123456789012', 'b'))
    expect(uniqueId('AKIA', '123456789012')).not.toBe(uniqueId('AKIA', '123456789012'))
    expect(secretAccessKey('a')).toBe(secretAccessKey('a'))
    expect(secretAccessKey()).not.toBe(secretAccessKey())
    expect(secretAccessKey()).toMatch(/^[\w+/]{40}$/)
  })
})
