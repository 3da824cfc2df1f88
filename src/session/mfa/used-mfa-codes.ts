import type { Cache } from '../../cache/cache.ts'
import { evictExpired, getEntry, putEntry } from '../../cache/entry-store.ts'
import { StsRefusal } from '../../diagnosis/sts-failure.ts'
import { fingerprint } from '../../model/fingerprint.ts'
import type { Interaction } from '../../model/interaction.ts'

/** Seconds that one code is on show. https://datatracker.ietf.org/doc/html/rfc6238#section-4 */
const step = 30

/** AWS takes the code before and the one after, too; later on a code may come again by chance. */
const remembered = 3 * step

/** How many seconds there are until a device shows its next code, by the clock here. */
export const secondsToNextCode = (now: Date) => step - (Math.floor(now.getTime() / 1000) % step)

/** Whether AWS has taken this code of this device: it takes each once. */
export function isUsedCode({ codes }: Cache, serial: string, code: string, now: Date): boolean {
  return getEntry(codes, keyOf(serial, code), now) !== undefined
}

/** One that cannot be kept makes AWS say later what we could have said. */
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

/** The code is looked at before it is decided whether its owner may do what they ask for. */
export function consumesCode(error: unknown): boolean {
  if (!(error instanceof StsRefusal)) return false
  if (/MultiFactorAuthentication failed/.test(error.message)) return false
  return /^(AccessDenied|ValidationError)/.test(error.code)
}

/** What lies on disk is no code, although six digits are soon found by trying: it is of no use any more. */
const keyOf = (serial: string, code: string) => fingerprint(`${serial} ${code}`)
