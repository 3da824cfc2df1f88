import type { Tails } from './search-texts.ts'

/** The costs of the rows of one text: a number if they are equal, else a number for each tail. */
export type Costs = number | readonly number[]

/** What a match costs. A better kind of match costs less than any match of another kind. */
export const cost = {
  whole: 0,
  start: 1000,
  partStart: 2000,
  inName: 3000,
  inAbout: 4000,
  typingError: 5000,
  /** More for letters that are further apart. */
  lettersInOrder: 6000,
}

/** The least cost of a row that does not match. V8 is slower with infinity and fractions. */
export const never = 10 ** 8

/** Returns a function that combines costs. It remembers lists, which thousands of texts share. */
export function combining(
  operation: (one: number, other: number) => number,
): (one: Costs, other: Costs) => Costs {
  const known = new Map<Costs, Map<Costs, Costs>>()
  return (one, other) => {
    if (typeof one === 'number' && typeof other === 'number') return operation(one, other)
    const ofOne = known.get(one) ?? new Map<Costs, Costs>()
    known.set(one, ofOne)
    const before = ofOne.get(other)
    if (before !== undefined) return before
    const rows = typeof one === 'number' ? (other as readonly number[]) : one
    const result = rows.map((_, row) => operation(costOf(one, row), costOf(other, row)))
    ofOne.set(other, result)
    return result
  }
}

const costOf = (costs: Costs, row: number) =>
  typeof costs === 'number' ? costs : (costs[row] ?? never)

/** Returns a function that finds something once for each list of tails. */
export function forTails<T>(find: (tails: Tails) => T): (tails: Tails) => T {
  const known = new Map<Tails, T>()
  return (tails) => {
    let found = known.get(tails)
    if (found === undefined) {
      found = find(tails)
      known.set(tails, found)
    }
    return found
  }
}
