/** Where words are looked for, in lower case. */
export interface Searched {
  readonly name: string
  readonly about: string
}

/**
 * Those in which all words of the query are found, the best first, and of equals the first first. In a
 * name: at its beginning, at that of a part of it, anywhere, or its letters in their order; or elsewhere.
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
      // The closer together the better.
      cost += 5 + Math.min(span, 999) / never
    }
  }
  return cost
}

/** How much of a text it takes to find these letters in it in their order. */
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
