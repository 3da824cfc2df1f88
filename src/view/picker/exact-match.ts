import { type Costs, combining, cost, forTails, never } from './match-cost.ts'
import type { SearchTexts, Tails } from './search-texts.ts'

/** Returns what a word costs in the rows of a text that contain it as it is. */
export function exactMatch(word: string): (texts: SearchTexts) => Costs {
  const colon = word.lastIndexOf(':')
  const [left, right] = [word.slice(0, colon), word.slice(colon)]
  const inTails = forTails((tails) => costsInTails(word, tails))
  const afterHead = (head: string, tails: Tails): Costs => {
    if (colon < 0) return inTails(tails)
    return head.endsWith(left) ? costsAcross(left, right, head, tails) : never
  }
  const least = combining(Math.min)
  return ({ head, tails, about }) => {
    const at = head.indexOf(word)
    if (at < 0) {
      return least(afterHead(head, tails), about.includes(word) ? cost.inAbout : never)
    }
    const isWhole = head.length === word.length && tails[0] === ''
    return isWhole ? cost.whole : placeCost(head, at)
  }
}

const costsInTails = (word: string, tails: Tails): Costs =>
  costsOrNever(tails.map((tail) => placeCost(tail, tail.indexOf(word))))

/** The costs of a word that begins in a head, or directly after it, and goes on in a tail. */
const costsAcross = (left: string, right: string, head: string, tails: Tails): Costs =>
  costsOrNever(
    tails.map((tail) => {
      if (!tail.startsWith(right)) return never
      if (left === head && right === tail) return cost.whole
      return placeCost(head, head.length - left.length)
    }),
  )

const costsOrNever = (costs: readonly number[]): Costs =>
  costs.every((each) => each === never) ? never : costs

function placeCost(text: string, at: number): number {
  if (at < 0) return never
  if (at === 0) return cost.start
  return isInWord(text.charAt(at - 1)) ? cost.inName : cost.partStart
}

/** The classes of Unicode take milliseconds to load. */
const isInWord = (character: string) =>
  /^[\x20-\x7e]$/.test(character) ? /[a-z\d]/.test(character) : /[\p{L}\p{N}]/u.test(character)
