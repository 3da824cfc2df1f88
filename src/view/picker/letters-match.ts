import { type Costs, cost, forTails, never } from './match-cost.ts'
import type { SearchTexts, Tails } from './search-texts.ts'

/** Returns what a word costs in the rows whose names contain its letters in order. */
export function lettersMatch(word: string): (texts: SearchTexts) => Costs {
  const letters = [...word]
  const inTails = letters.map((_, first) => forTails((tails) => costsFrom(first, letters, tails)))
  return ({ head, tails }) => {
    const { next, start, end } = place(letters, 0, head)
    if (next === letters.length) return spanCost(end - start)
    return inTails[next]?.(tails)(next === 0 ? 0 : head.length - start) ?? never
  }
}

/**
 * Returns what the letters from `first` on cost in tails, for the number of characters from the first letter in the
 * head to its end. Thousands of heads have the same few numbers.
 */
function costsFrom(
  first: number,
  letters: readonly string[],
  tails: Tails,
): (before: number) => Costs {
  const places = tails.map((tail) => place(letters, first, tail))
  if (places.every(({ next }) => next < letters.length)) return () => never
  const known = new Map<number, Costs>()
  return (before) => {
    const found =
      known.get(before) ??
      places.map(({ next, start, end }) => {
        if (next < letters.length) return never
        return spanCost(before > 0 ? before + end : end - start)
      })
    known.set(before, found)
    return found
  }
}

/** Letters that are closer together match better. */
const spanCost = (span: number) => cost.lettersInOrder + Math.min(span, 999)

/** Where the letters from `first` on are in a text, as many as follow each other there. */
function place(letters: readonly string[], first: number, text: string) {
  let next = first
  let start = -1
  let end = 0
  for (; next < letters.length; next++) {
    const letter = letters[next] ?? ''
    const at = text.indexOf(letter, end)
    if (at < 0) break
    if (start < 0) start = at
    end = at + letter.length
  }
  return { next, start, end }
}
