import uFuzzy from '@leeoniya/ufuzzy'

/** The text to search, as `searchable` returns it. */
export interface Searched {
  readonly name: string
  readonly about: string
}

/** Removes what a person may leave out: case, accents and the joiners of emoji. */
export const searchable = (text: string) =>
  (/^[\x20-\x7e]*$/.test(text) ? text : text.normalize('NFKD').replace(optional, '')).toLowerCase()

const optional = /[\p{M}\p{Default_Ignorable_Code_Point}]/gu

/**
 * The candidates that match all words of the query, the best match first, in stable order. Matches from
 * best to worst: the whole name, its start, the start of a part of it, any place in it, another text, the
 * word with one typing error, and the letters of the word in order in the name.
 */
export function search<T>(
  candidates: readonly T[],
  texts: readonly Searched[],
  query: string,
): readonly T[] {
  const words = searchable(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return candidates
  const costs = words.map((word) => costsOf(word, texts))
  return candidates
    .map((candidate, index) => ({ candidate, index, cost: sum(costs, index) }))
    .filter(({ cost }) => cost < never)
    .sort((one, other) => one.cost - other.cost || one.index - other.index)
    .map(({ candidate }) => candidate)
}

const never = 1000

const sum = (costs: readonly ((index: number) => number)[], index: number) => {
  let cost = 0
  for (const costOf of costs) cost += costOf(index)
  return cost
}

/** Returns what a word costs in each text. */
function costsOf(word: string, texts: readonly Searched[]): (index: number) => number {
  const costs = texts.map((text) => exactCost(word, text))
  // A word that is somewhere as it is has no typing error.
  const mistyped = costs.every((cost) => cost === never) ? withTypingError(word, texts) : noText
  return (index) => {
    const cost = costs[index] ?? never
    if (cost < never) return cost
    if (mistyped.has(index)) return 5
    const span = spanOf(texts[index]?.name ?? '', word)
    // Letters that are closer together match better.
    return span === undefined ? never : 6 + Math.min(span, 999) / never
  }
}

const betweenWords = /[^\p{L}\p{N}]/u

function exactCost(word: string, { name, about }: Searched): number {
  const at = name.indexOf(word)
  if (at === 0) return name.length === word.length ? 0 : 1
  if (at > 0) return betweenWords.test(name[at - 1] ?? '') ? 2 : 3
  return about.includes(word) ? 4 : never
}

const noText: ReadonlySet<number> = new Set()

const uf = new uFuzzy({
  // One letter too much, too few, replaced or swapped in each word.
  intraMode: 1,
  unicode: true,
  interSplit: "[^\\p{L}\\d']+",
  intraSplit: '\\p{Ll}\\p{Lu}',
  intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}',
  intraChars: "[\\p{L}\\d']",
  intraContr: "'\\p{L}{1,2}\\b",
  // Its default takes milliseconds to create.
  compare: () => 0,
})

const withTypingError = (word: string, texts: readonly Searched[]): ReadonlySet<number> =>
  new Set(
    uf.filter(
      texts.map(({ name, about }) => `${name} ${about}`),
      word,
    ),
  )

/** The length of the part of a text that contains these letters in order; undefined if there is none. */
function spanOf(text: string, letters: string): number | undefined {
  let start = -1
  let end = 0
  for (const letter of letters) {
    const at = text.indexOf(letter, end)
    if (at < 0) return undefined
    if (start < 0) start = at
    end = at + letter.length
  }
  return end - start
}
