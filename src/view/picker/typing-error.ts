import uFuzzy from '@leeoniya/ufuzzy'
import { type Costs, combining, cost, forTails, never } from './match-cost.ts'
import type { SearchTexts, Tails } from './search-texts.ts'

const uf = new uFuzzy({
  // One letter too much, too few, replaced or swapped in each part.
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

/**
 * What a word costs in the rows that contain all its parts, each with at most one typing error. The parts of
 * `pamyents-prod` are `pamyents` and `prod`.
 */
export function withTypingError(word: string, texts: readonly SearchTexts[]): readonly Costs[] {
  const parts = partsOf(word)
  // A number leaves few texts for the other parts.
  const [numbers, others] = [parts.filter(isNumber), parts.filter((part) => !isNumber(part))]
  const worst = combining(Math.max)
  let costs: readonly Costs[] = texts.map(() => (parts.length > 0 ? cost.typingError : never))
  for (const part of [...numbers, ...others]) {
    const own = partCosts(part, texts, costs)
    costs = costs.map((each, place) => (each === never ? never : worst(each, own(place))))
  }
  return costs
}

/** The classes of Unicode take milliseconds to load. */
const partsOf = (word: string): readonly string[] =>
  word.match(/^[\x21-\x7e]*$/.test(word) ? /[a-z\d']+/g : /[\p{L}\d']+/gu) ?? []

const isNumber = (part: string) => /^\d+$/.test(part)

/** Returns what a part costs in the rows of a text. Texts that do not match anyway are not searched. */
function partCosts(
  part: string,
  texts: readonly SearchTexts[],
  before: readonly Costs[],
): (place: number) => Costs {
  const places: number[] = []
  for (let place = 0; place < texts.length; place++) {
    if (before[place] !== never) places.push(place)
  }
  const found = new Set(containing(part, (place) => texts[place]?.head ?? '', places))
  const others = found.size === 0 ? places : places.filter((place) => !found.has(place))
  for (const place of containing(part, (place) => texts[place]?.about ?? '', others)) {
    found.add(place)
  }
  const inTails = forTails((tails) => tailCosts(part, tails))
  return (place) => (found.has(place) ? cost.typingError : inTails(texts[place]?.tails ?? []))
}

function tailCosts(part: string, tails: Tails): Costs {
  const found = new Set(containing(part, (tail) => tails[tail] ?? '', [...tails.keys()]))
  if (found.size === 0) return never
  return tails.map((_, tail) => (found.has(tail) ? cost.typingError : never))
}

/**
 * Those places whose texts contain a part with at most one typing error. The regular expression of the library takes
 * longer than a key may take, so it tests only texts that can match.
 */
function containing(
  part: string,
  textAt: (place: number) => string,
  places: readonly number[],
): readonly number[] {
  const found: number[] = []
  const possible: number[] = []
  const canMatch = canContain(part)
  for (const place of places) {
    const text = textAt(place)
    if (text.includes(part)) found.push(place)
    else if (canMatch(text)) possible.push(place)
  }
  if (possible.length === 0) return found
  const matching = uf.filter(possible.map(textAt), part) ?? []
  return [...found, ...matching.map((index) => possible[index] ?? 0)]
}

/**
 * Returns whether a text can contain a part with an error. It then contains the first half of the letters, the second
 * half, or both with the letters between them swapped. The library allows no error in numbers and in one or two
 * letters, and in three letters only that the last two are swapped. It treats an apostrophe specially.
 */
function canContain(part: string): (text: string) => boolean {
  if (isNumber(part) || part.length < 3) return () => false
  const [letters = ''] = part.includes("'") ? [] : (part.match(/\D+/) ?? [])
  if (letters === part && letters.length === 3) {
    const swapped = `${letters[0]}${letters[2]}${letters[1]}`
    return (text) => text.includes(swapped)
  }
  const middle = letters.length >> 1
  const [first, second] = [letters.slice(0, middle), letters.slice(middle)]
  const swapped = `${first.slice(0, -1)}${second.slice(0, 1)}${first.slice(-1)}${second.slice(1)}`
  return (text) => text.includes(first) || text.includes(second) || text.includes(swapped)
}
