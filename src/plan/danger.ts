import type { Settings } from '../config/settings.ts'
import { badValue } from './bad-value.ts'

/** Why a target is one to think about before it is used. */
export interface Danger {
  /** As the setting `danger` has it. */
  readonly pattern: string
  /** What it matches: `profile "prod"`, `account 123456789012`. */
  readonly matches: string
  /** What a person types to go on: the role's name, or the profile's where there is no role. */
  readonly name: string
  /** Whether a session may lie on disk. */
  readonly isKept: boolean
  /** Which settings say so, as shown to people. */
  readonly file: string
}

/** What a target can be matched by, as far as it is known. */
export interface Traits {
  readonly profiles: readonly string[]
  /** ARNs, or the words that stand for them. */
  readonly roles: readonly string[]
  /** Twelve digits each. */
  readonly accounts: readonly string[]
  readonly name: string
}

/** @throws AssumeError for a `danger_cache` that is neither on nor off. */
export function dangerOf(traits: Traits, settings: Settings): Danger | undefined {
  const { danger = '', dangerCache = 'on', accounts, file } = settings
  if (dangerCache !== 'on' && dangerCache !== 'off') {
    throw badValue(`${file}, danger_cache`, `"${dangerCache}" is neither on nor off`)
  }
  const patterns = danger.split(',').map((pattern) => pattern.trim())
  for (const pattern of patterns.filter((each) => each !== '')) {
    for (const [kind, text] of textsOf(traits, accounts)) {
      if (!matches(pattern, text)) continue
      const { name } = traits
      return { pattern, matches: `${kind} ${text}`, name, isKept: dangerCache === 'on', file }
    }
  }
  return undefined
}

function* textsOf(
  { profiles, roles, accounts }: Traits,
  names: Settings['accounts'],
): Iterable<readonly [string, string]> {
  for (const profile of profiles) yield ['profile', profile]
  for (const role of roles) {
    yield ['role', role]
    yield ['role', nameOfRole(role)]
  }
  for (const account of accounts) {
    yield ['account', account]
    const name = names?.get(account)
    if (name !== undefined) yield ['account', name]
  }
}

/** Of an ARN, `ACCOUNT:PATH/NAME` or `PATH/NAME`. */
export const nameOfRole = (role: string) =>
  role.slice(Math.max(role.lastIndexOf('/'), role.lastIndexOf(':')) + 1)

/**
 * `*` is any run of characters. Capitals do not count: a guard that misses `Prod` is none. No regular
 * expression, since one with many stars can take for ever.
 */
function matches(pattern: string, text: string): boolean {
  const [start = '', ...parts] = pattern.toLowerCase().split('*')
  const whole = text.toLowerCase()
  const end = parts.pop()
  if (end === undefined) return whole === start
  if (!whole.startsWith(start)) return false
  let at = start.length
  for (const part of parts) {
    const found = whole.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return whole.length - end.length >= at && whole.endsWith(end)
}
