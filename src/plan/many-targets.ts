import { UsageError } from '../model/errors.ts'
import { namePattern } from './danger/name-pattern.ts'
import { type Target, targetOf } from './request.ts'
import { checkedCode, looksMistyped, notACode } from './values/mfa-code.ts'

/** A target, and the word that it was named by. */
export interface NamedTarget {
  readonly name: string
  readonly target: Target
}

/** What was said of which targets are meant. */
export interface ManyWords {
  /** Each a target; the last one may be a code. */
  readonly words: readonly string[]
  readonly tokenCode: string | undefined
  /** For names of profiles. */
  readonly patterns: readonly string[]
  /** Of a file, each a target. */
  readonly lines: readonly string[]
}

/**
 * Every target once, in the order in which they were named. Each is one word: what takes two, such
 * as `USER ROLE`, stands in quotes, unless a profile is named so.
 *
 * @throws UsageError for a word that is no target, a pattern that fits no profile, and for none.
 */
export function manyTargets(
  { words, tokenCode, patterns, lines }: ManyWords,
  profiles: readonly string[],
): { readonly targets: readonly NamedTarget[]; readonly code?: string } {
  const last = words.at(-1)
  const word = last !== undefined && /^\d{6}$/.test(last) ? last : undefined
  if (word !== undefined && tokenCode !== undefined) {
    throw new UsageError(`two codes: ${word} and --token-code`)
  }
  const code = word ?? (tokenCode === undefined ? undefined : checkedCode(tokenCode))
  const names = [
    ...(word === undefined ? words : words.slice(0, -1)),
    ...patterns.flatMap((pattern) => matching(pattern, profiles)),
    ...lines,
  ]
  if (names.length === 0) {
    throw new UsageError('no target: name profiles, or give --match or --profiles-from', [
      'to see the profiles: assume list',
    ])
  }
  const known = new Set(profiles)
  if (words.length > 1 && last !== undefined && looksMistyped(last) && !known.has(last)) {
    throw notACode(last)
  }
  const targets = [...new Set(names)].map((name) => ({ name, target: oneTarget(name, known) }))
  return { targets, ...(code !== undefined && { code }) }
}

function matching(pattern: string, profiles: readonly string[]): readonly string[] {
  const form = namePattern(pattern)
  const found = profiles.filter((name) => form.test(name))
  if (found.length > 0) return found
  throw new UsageError(`--match "${pattern}" fits none of the ${profiles.length} profiles`)
}

function oneTarget(name: string, profiles: ReadonlySet<string>): Target {
  if (profiles.has(name)) return { kind: 'profile', profile: name }
  const words = name.split(/\s+/).filter(Boolean)
  const { target, code } = targetOf({ words, profile: undefined, tokenCode: undefined })
  if (code === undefined) return target
  throw new UsageError(`"${name}" has a code in it, which is the last word of all or --token-code`)
}
