import { createHash, randomBytes } from 'node:crypto'
import { base32 } from './base32.ts'

/**
 * AKIA: access key of a user. ASIA: access key of a session. AIDA, ANPA, AROA: ID of a user, policy
 * or role.
 */
export type IdPrefix = 'AKIA' | 'ASIA' | 'AIDA' | 'ANPA' | 'AROA'

/**
 * Returns an ID of 20 characters that contains its account number, as AWS issues them since 2019.
 * 80 bits in base32 follow the prefix: a 1, the 40 bits of the account number, and 39 opaque bits.
 * The same seed gives the same ID. Without a seed the ID is random.
 *
 * https://awsteele.com/blog/2020/09/26/aws-access-key-format.html
 */
export function uniqueId(prefix: IdPrefix, account: string, seed?: string): string {
  const accountBits = (1n << 40n) | BigInt(account)
  return prefix + encode((accountBits << 39n) | opaqueBits(39, seed))
}

/**
 * Returns an ID of the older form, `AKIAI…`. Its first bit is 0 and it contains no account number.
 */
export function idWithoutAccount(prefix: IdPrefix, seed?: string): string {
  return prefix + encode(opaqueBits(79, seed))
}

/**
 * Returns 40 base64 characters, the length of AWS's secrets. The same seed gives the same secret.
 */
export function secretAccessKey(seed?: string): string {
  return opaqueBytes(seed).subarray(0, 30).toString('base64')
}

function opaqueBits(count: number, seed: string | undefined): bigint {
  return BigInt.asUintN(count, BigInt(`0x${opaqueBytes(seed).toString('hex')}`))
}

/** A hash instead of a literal, so that secret scanners do not report demo keys. */
function opaqueBytes(seed: string | undefined): Buffer {
  return seed === undefined ? randomBytes(32) : createHash('sha256').update(seed).digest()
}

/** Encodes 80 bits as 16 characters. */
function encode(bits: bigint): string {
  return base32(Buffer.from(bits.toString(16).padStart(20, '0'), 'hex'))
}
