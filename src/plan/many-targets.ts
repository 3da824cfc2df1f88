import { UsageError } from '../model/errors.ts'
import type { TargetOptions } from './options/target-options.ts'
import { type Target, targetOf } from './request.ts'
import { checkedCode, looksMistyped, notACode } from './values/mfa-code.ts'

/** A target and the word that names it. */
export interface NamedTarget {
  readonly name: string
  /** The name in the output, if it is another one. */
  readonly shown?: string
  readonly target: Target
  /** Options that this target needs besides those of the command line. */
  readonly options?: TargetOptions
  /** The words of these options, for a command that repeats the target. */
  readonly optionWords?: readonly string[]
  /** The account, if it is known before there is a session. */
  readonly account?: { readonly id: string; readonly name: string }
}

/** The words and options that select targets. */
export interface ManyWords {
  /** One target a word. The last word may be a code. */
  readonly words: readonly string[]
  readonly tokenCode: string | undefined
  /** Patterns for profile names. */
  readonly patterns: readonly string[]
  /** The lines of a file, one target a line. */
  readonly lines: readonly string[]
}

/**
 * Returns each target once, in the given order. Each word is one target. A target of two words such
 * as `USER ROLE` must be quoted, unless a profile has this name.
 *
 * @throws UsageError for an invalid target, a pattern that matches no profile, or no target at all.
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

/**
 * A regular expression for a pattern such as `prod-*`. `*` matches any characters and `?` matches
 * one. The pattern must match the whole name.
 */
export function namePattern(pattern: string): RegExp {
  const parts = pattern.replaceAll(/[\\^$.*+?()[\]{}|/]/g, (character) => {
    if (character === '*') return '.*'
    return character === '?' ? '.' : `\\${character}`
  })
  // Merges consecutive stars, because they would make the match very slow.
  return new RegExp(`^${parts.replaceAll(/(\.\*)+/g, '.*')}$`, 'su')
}
