import { createHmac } from 'node:crypto'
import { fromBase32 } from './base32.ts'

/** The number of seconds that a code is valid. */
const period = 30

/** Returns the number of 30-second steps since 1970, as RFC 6238 defines it. */
export function stepAt(date: Date): number {
  return Math.floor(date.getTime() / 1000 / period)
}

/** Returns the six-digit code of a base32 seed at a time, as RFC 6238 defines it. */
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
