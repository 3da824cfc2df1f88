import { type Costs, never } from './match-cost.ts'
import type { SearchTexts } from './search-texts.ts'

/** The rows of a cost. */
interface Rank {
  readonly cost: number
  length: number
  readonly parts: Part[]
  /** The rows, once one of them is asked for. */
  rows?: Uint32Array
}

/** A row of each text at these places, or all its rows. */
interface Part {
  readonly places: readonly number[]
  readonly tail?: number
}

/**
 * The rows that match, the best match first, in stable order. Thousands of rows can match and some are visible, so
 * the rows of a cost are listed when one of them is asked for.
 */
export class Matches {
  readonly #texts: readonly SearchTexts[]
  readonly #ranks: readonly Rank[]
  readonly length: number

  constructor(texts: readonly SearchTexts[], costs: readonly Costs[]) {
    this.#texts = texts
    this.#ranks = ranksOf(texts, costs)
    this.length = this.#ranks.reduce((sum, { length }) => sum + length, 0)
  }

  /** The row at a place; undefined if there are fewer. */
  at(place: number): number | undefined {
    let before = 0
    for (const rank of this.#ranks) {
      if (place < before + rank.length) {
        rank.rows ??= rowsOf(rank, this.#texts)
        return rank.rows[place - before]
      }
      before += rank.length
    }
    return undefined
  }
}

function ranksOf(texts: readonly SearchTexts[], costs: readonly Costs[]): readonly Rank[] {
  const ranks = new Map<number, Rank>()
  for (const [own, { places, rows }] of placesByCosts(texts, costs)) {
    const add = (cost: number, length: number, part: Part) => {
      if (cost >= never) return
      const rank = ranks.get(cost) ?? { cost, length: 0, parts: [] }
      rank.length += length
      rank.parts.push(part)
      ranks.set(cost, rank)
    }
    if (typeof own === 'number') add(own, rows, { places })
    else for (const [tail, cost] of own.entries()) add(cost, places.length, { places, tail })
  }
  return [...ranks.values()].sort((one, other) => one.cost - other.cost)
}

/** The places of the texts with the same costs, and the number of their rows. */
function placesByCosts(texts: readonly SearchTexts[], costs: readonly Costs[]) {
  const found = new Map<Costs, { readonly places: number[]; rows: number }>()
  texts.forEach(({ tails }, place) => {
    const own = costs[place] ?? never
    let same = found.get(own)
    if (!same) {
      same = { places: [], rows: 0 }
      found.set(own, same)
    }
    same.places.push(place)
    same.rows += tails.length
  })
  return found
}

/** The rows of a cost in their order. */
function rowsOf({ parts }: Rank, texts: readonly SearchTexts[]): Uint32Array {
  const starts = new Uint32Array(texts.length)
  let length = 0
  texts.forEach(({ tails }, place) => {
    starts[place] = length
    length += tails.length
  })
  const rows: number[] = []
  for (const { places, tail } of parts) {
    for (const place of places) {
      const start = starts[place] ?? 0
      const first = tail ?? 0
      const count = tail === undefined ? (texts[place]?.tails.length ?? 0) : 1
      for (let row = start + first; row < start + first + count; row++) rows.push(row)
    }
  }
  return Uint32Array.from(rows).sort()
}
