import { nearest } from '../model/nearest.ts'

/** The most names that a hint lists. */
const mostNames = 12

/** The names that contain a word, in any case. A person often types a part of a name. */
export function namesContaining(word: string, names: Iterable<string>): readonly string[] {
  const part = word.toLowerCase()
  if (part === '') return []
  return [...names].filter((name) => name.toLowerCase().includes(part))
}

/** The hint with the names that a mistyped or incomplete word can stand for; undefined if there is none. */
export function similarNames(word: string, names: readonly string[]): string | undefined {
  const containing = namesContaining(word, names)
  const inOtherCase = containing.find((name) => name.length === word.length)
  const only = containing.length === 1 ? containing[0] : undefined
  const meant = inOtherCase ?? only ?? (containing.length === 0 ? nearest(word, names) : undefined)
  if (meant !== undefined) return `did you mean "${meant}"?`
  if (containing.length === 0) return undefined
  return `names that contain "${word}": ${firstOf(containing)}`
}

/** The first names, and how many there are more. */
export function firstOf(names: readonly string[]): string {
  const more = names.length - mostNames
  const listed = names.slice(0, mostNames).join(', ')
  return more > 0 ? `${listed} and ${more} more` : listed
}
