import { Secret, TOTP } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { base32, fromBase32 } from '../../src/state/base32.ts'
import { totp } from '../../src/state/totp.ts'

describe('a TOTP code', () => {
  // RFC 6238, appendix B: the last six of the eight digits.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at second %i equals the value in the RFC', (seconds, code) => {
    const secret = base32(Buffer.from('12345678901234567890'))
    expect(totp(secret, new Date(seconds * 1000))).toBe(code)
  })

  it('equals the code of an authenticator app, for seeds of any length', () => {
    for (let size = 1; size < 40; size++) {
      const bytes = Buffer.alloc(size, size * 7)
      const timestamp = size * 987_654_321
      const secret = Secret.fromBase32(base32(bytes))
      expect(base32(bytes)).toBe(secret.base32)
      expect(totp(base32(bytes), new Date(timestamp))).toBe(
        new TOTP({ secret }).generate({ timestamp }),
      )
    }
  })

  it('requires a base32 seed, with or without padding, in upper or lower case', () => {
    expect(fromBase32('mzxw6===').toString()).toBe('foo')
    expect(() => fromBase32('1')).toThrow('"1" is not a base32 character')
  })
})
