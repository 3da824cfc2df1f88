import type { Cache } from '../../cache/cache.ts'
import { evictExpired, getEntry, putEntry } from '../../cache/entry-store.ts'
import { StsRefusal } from '../../diagnosis/sts-failure.ts'
import { fingerprint } from '../../model/fingerprint.ts'
import type { Interaction } from '../../model/interaction.ts'

/** Seconds that a device shows one code. https://datatracker.ietf.org/doc/html/rfc6238#section-4 */
const step = 30

/**
 * Seconds that a used code is stored. AWS also accepts the previous and the next code. After that the same
 * code can appear again by chance.
 */
const remembered = 3 * step

/** Seconds until a device shows its next code, by the local clock. */
export const secondsToNextCode = (now: Date) => step - (Math.floor(now.getTime() / 1000) % step)

/** Returns true if AWS has already accepted this code of this device. AWS accepts each code once. */
export function isUsedCode({ codes }: Cache, serial: string, code: string, now: Date): boolean {
  return getEntry(codes, keyOf(serial, code), now) !== undefined
}

/** Stores a used code. A failure is not an error, because AWS also rejects a used code. */
export function storeUsedCode(
  { codes }: Cache,
  serial: string,
  code: string,
  interaction: Interaction,
): void {
  const now = interaction.now()
  const until = now.getTime() + remembered * 1000
  try {
    putEntry(codes, { key: keyOf(serial, code), until, value: true })
    evictExpired(codes, now)
  } catch (error) {
    interaction.report.debug(`the used code is not stored in ${codes.folder}: ${String(error)}`)
  }
}

/** Returns true if AWS has consumed the code. AWS checks the code before it authorizes the call. */
export function consumesCode(error: unknown): boolean {
  if (!(error instanceof StsRefusal)) return false
  if (/MultiFactorAuthentication failed/.test(error.message)) return false
  return /^(AccessDenied|ValidationError)/.test(error.code)
}

/**
 * The file contains a hash instead of the code. Six digits are easy to find from a hash, but the code is no
 * longer valid.
 */
const keyOf = (serial: string, code: string) => fingerprint(`${serial} ${code}`)
