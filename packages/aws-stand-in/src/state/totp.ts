import { createHmac } from 'node:crypto'
import { fromBase32 } from './base32.ts'

/** Seconds that one code is on show. */
const period = 30

/** RFC 6238's count of 30-second steps since 1970. */
export function stepAt(date: Date): number {
  return Math.floor(date.getTime() / 1000 / period)
}

/** The six digits that an authenticator shows for this seed (base32) at this time. RFC 6238. */
export function totp(secret: string, date: Date): string {
  return codeOfStep(secret, stepAt(date))
}

export function codeOfStep(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const offset = mac.readUInt8(mac.length - 1) & 0xf
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
