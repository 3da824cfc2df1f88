/** The text to search, in lower case. */
export interface Searched {
  readonly name: string
  readonly about: string
}

/**
 * The candidates that contain all words of the query, the best match first, in stable order. Matches from
 * best to worst: the start of the name, the start of a part of it, any place in it, another text, and the
 * letters of the word in order in the name.
 */
export function search<T>(
  candidates: readonly T[],
  texts: readonly Searched[],
  query: string,
): readonly T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return candidates
  return candidates
    .map((candidate, index) => ({ candidate, index, cost: costOf(texts[index], words) }))
    .filter(({ cost }) => cost < never)
    .sort((one, other) => one.cost - other.cost || one.index - other.index)
    .map(({ candidate }) => candidate)
}

const never = 1000

const betweenWords = /[^\p{L}\p{N}]/u

function costOf(text: Searched | undefined, words: readonly string[]): number {
  if (!text) return never
  const { name, about } = text
  let cost = 0
  for (const word of words) {
    const at = name.indexOf(word)
    if (at === 0) cost += name.length === word.length ? 0 : 1
    else if (at > 0) cost += betweenWords.test(name[at - 1] ?? '') ? 2 : 3
    else if (about.includes(word)) cost += 4
    else {
      const span = spanOf(name, word)
      if (span === undefined) return never
      // Letters that are closer together match better.
      cost += 5 + Math.min(span, 999) / never
    }
  }
  return cost
}

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
