import { createHash, randomBytes } from 'node:crypto'
import { base32 } from './base32.ts'

/** AKIA: keys of a user; ASIA: of a session; AIDA, ANPA, AROA: the own id of a user, a policy, a role. */
export type IdPrefix = 'AKIA' | 'ASIA' | 'AIDA' | 'ANPA' | 'AROA'

/**
 * An id of 20 characters that tells its account, as AWS has made them since 2019: after the prefix
 * 80 bits in base32, of which the first is 1, the next 40 are the account number, the rest opaque.
 * The same seed gives the same id; without one it is random.
 *
 * https://awsteele.com/blog/2020/09/26/aws-access-key-format.html
 */
export function uniqueId(prefix: IdPrefix, account: string, seed?: string): string {
  const accountBits = (1n << 40n) | BigInt(account)
  return prefix + encode((accountBits << 39n) | opaqueBits(39, seed))
}

/** An id of the older form, `AKIAI…`, whose first bit is 0 and which tells no account. */
export function idWithoutAccount(prefix: IdPrefix, seed?: string): string {
  return prefix + encode(opaqueBits(79, seed))
}

/** 40 characters of base64, as long as AWS's are. The same seed gives the same secret. */
export function secretAccessKey(seed?: string): string {
  return opaqueBytes(seed).subarray(0, 30).toString('base64')
}

function opaqueBits(count: number, seed: string | undefined): bigint {
  return BigInt.asUintN(count, BigInt(`0x${opaqueBytes(seed).toString('hex')}`))
}

/** Out of a hash rather than written down, so that no scanner takes a demo key for a real one. */
function opaqueBytes(seed: string | undefined): Buffer {
  return seed === undefined ? randomBytes(32) : createHash('sha256').update(seed).digest()
}

/** 80 bits, in 16 characters. */
function encode(bits: bigint): string {
  return base32(Buffer.from(bits.toString(16).padStart(20, '0'), 'hex'))
}
