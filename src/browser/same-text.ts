import { timingSafeEqual } from 'node:crypto'

/** Compares in a time that does not depend on how much of the text matches. */
export function isSameText(given: string, wanted: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(wanted)]
  return left.length === right.length && timingSafeEqual(left, right)
}
