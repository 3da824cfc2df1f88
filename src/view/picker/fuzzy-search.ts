import { exactMatch } from './exact-match.ts'
import { lettersMatch } from './letters-match.ts'
import { type Costs, combining, never } from './match-cost.ts'
import { Matches } from './matches.ts'
import { type SearchTexts, searchable } from './search-texts.ts'
import { withTypingError } from './typing-error.ts'

/**
 * The rows that match all words of the query, the best match first, in stable order; undefined for a query
 * without words, which all rows match. Matches from best to worst: the whole name, its start, the start of a
 * part of it, any place in it, another text, the word with one typing error, and the letters of the word in
 * order in the name.
 */
export function search(texts: readonly SearchTexts[], query: string): Matches | undefined {
  const [first, ...others] = searchable(query).split(/\s+/).filter(Boolean)
  if (first === undefined) return undefined
  const sum = combining((one, other) => one + other)
  let costs = wordCosts(first, texts)
  for (const word of others) {
    const more = wordCosts(word, texts)
    costs = costs.map((each, place) => sum(each, more[place] ?? never))
  }
  return new Matches(texts, costs)
}

function wordCosts(word: string, texts: readonly SearchTexts[]): readonly Costs[] {
  const exact = texts.map(exactMatch(word))
  // A word that is somewhere as it is has no typing error.
  const costs = exact.some((each) => each !== never) ? exact : withTypingError(word, texts)
  const ofLetters = lettersMatch(word)
  const least = combining(Math.min)
  const hasOther = hasRowWithoutMatch()
  return texts.map((each, place) => {
    const own = costs[place] ?? never
    return hasOther(own) ? least(own, ofLetters(each)) : own
  })
}

/** Returns true if a row does not match. Thousands of texts share a list of costs. */
function hasRowWithoutMatch(): (costs: Costs) => boolean {
  const known = new Map<Costs, boolean>()
  return (costs) => {
    if (typeof costs === 'number') return costs >= never
    let found = known.get(costs)
    if (found === undefined) {
      found = costs.some((each) => each >= never)
      known.set(costs, found)
    }
    return found
  }
}
