import { type ConfigWarning, warning } from '../warnings/warning.ts'
import { decodeValue, type SettingsEntry } from './parse-settings.ts'
import { type Oddity, unusualPattern } from './unusual-pattern.ts'

/** One pattern of `danger`. */
export interface DangerPattern {
  readonly pattern: string
  /** The text between two commas that contains the pattern. */
  readonly written: string
  readonly file: string
  readonly line: number
  /** The pattern is that of a `[target]` section with `danger = on`. */
  readonly isOfTarget?: true
}

/**
 * The patterns of one line `danger = …`. A missing guard is noticed too late, an extra guard at
 * once, so every possible pattern counts: the text between two commas, each word of it, and the
 * text after a `;` or `#` without a preceding blank, which would otherwise begin a comment.
 */
export function dangerPatterns(entry: Pick<SettingsEntry, 'raw' | 'file' | 'line'>): {
  readonly patterns: readonly DangerPattern[]
  readonly warnings: readonly ConfigWarning[]
} {
  const { raw, file, line } = entry
  const { elements, oddities } = readElements(raw)
  const patterns: DangerPattern[] = []
  const unusual: Oddity[] = []
  for (const words of elements) {
    const written = words.join(' ')
    const parts = words.flatMap((word) => word.split(separators)).filter((part) => part !== '')
    for (const pattern of new Set([written, ...words, ...parts])) {
      if (pattern.trim() !== '') patterns.push({ pattern, written, file, line })
    }
    for (const part of parts) {
      const found = unusualPattern(part, parts.length === 1 && elements.length === 1)
      if (found) unusual.push(found)
    }
  }
  if (patterns.length === 0) oddities.push(noPattern)
  const all = [...oddities, ...unusual]
  return { patterns, warnings: all.map(({ message, hint }) => warning(entry, message, hint)) }
}

/** Separators also split within quotes: `"*prod*, *live*"` contains two patterns. */
const separators = /[\s,;|]+/

const TOKENS =
  /(?<blank>\s+)|(?<comma>,)|(?<comment>(?<=^|[\s,])[#;].*$)|(?<mark>[#;])|(?<quoted>(?:"(?:\\.|[^"\\])*"|'[^']*')(?=$|[\s,;#]))|(?<bare>(?:\\.|[^\s,;#])+)/gsu

/** The words between two commas, without their quotes. */
function readElements(raw: string): { elements: string[][]; oddities: Oddity[] } {
  const elements: string[][] = []
  const oddities: Oddity[] = []
  let words: string[] = []
  let isEmpty = true
  const endElement = () => {
    if (words.length > 0) elements.push(words)
    else if (isEmpty) oddities.push(emptyPattern)
    words = []
    isEmpty = true
  }
  for (const { groups = {} } of raw.matchAll(TOKENS)) {
    const { comma, comment, mark, quoted, bare } = groups
    if (comma || mark) endElement()
    if (mark) oddities.push(notAComment(mark))
    if (comment?.includes('*')) oddities.push(patternInComment(comment))
    const word = quoted ? decodeValue(quoted) : bare && withoutQuotes(decodeValue(bare))
    if (word === undefined) continue
    if (bare && word !== decodeValue(bare)) oddities.push(halfQuoted(word))
    if (word.trim() === '') oddities.push(emptyPattern)
    else words.push(word)
    isEmpty = false
  }
  // A comma at the end of the line is harmless.
  if (words.length > 0) elements.push(words)
  return { elements, oddities: elements.length === 0 ? [] : oddities }
}

/** Removes unpaired quotes and quotes of a word processor. */
const withoutQuotes = (word: string) => word.replaceAll(/^['"`‘’‚‛“”„«»]+|['"`‘’‚‛“”„«»]+$|"/gu, '')

const noPattern: Oddity = {
  message: 'danger has no pattern, so it guards nothing',
  hint: 'write a line like danger = *prod*, 123456789012, or remove this one',
}

const emptyPattern: Oddity = {
  message: 'danger has an empty pattern, which matches nothing',
  hint: 'write one comma between two patterns',
}

const notAComment = (mark: string): Oddity => ({
  message: `danger has a "${mark}" without a blank before it; what follows is taken for a pattern`,
  hint: `write a comma between patterns, and a blank before the "${mark}" of a comment`,
})

const patternInComment = (comment: string): Oddity => ({
  message: `danger has a comment that looks like a pattern: ${comment}`,
  hint: 'write a comma between patterns, or move the comment to a line of its own',
})

const halfQuoted = (word: string): Oddity => ({
  message: `danger has a quote that is not one of a pair; it is left out: ${word}`,
  hint: `write ${word} without quotes, or between two "`,
})
