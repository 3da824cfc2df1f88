import type { Guard, Settings } from '../../config/settings/settings.ts'
import { matchesPattern } from './danger-pattern.ts'

/** Why a target is one to think about before it is used. */
export interface Danger {
  /** As the setting `danger` has it. */
  readonly pattern: string
  /** What it matches: `profile "prod"`, `account 123456789012`. */
  readonly matches: string
  /** What a person types to go on: the role's name, or the profile's where there is no role. */
  readonly name: string
  /** Whether a session may lie on disk. */
  readonly mayBeCached: boolean
  /** Where the settings say so: `~/.config/assume/config:1`. */
  readonly place: string
}

/** What a target can be matched by, as far as it is known. */
export interface Traits {
  readonly profiles: readonly string[]
  /** ARNs, or the words that stand for them. */
  readonly roles: readonly string[]
  /** Twelve digits each. */
  readonly accounts: readonly string[]
  /** As IAM Identity Center calls them. */
  readonly accountNames?: readonly string[]
  /** `ACCOUNT:ROLE`, and what was typed. */
  readonly written?: readonly string[]
  readonly name: string
}

/** The first pattern that matches, of all files in which the settings have some. */
export function dangerOf(traits: Traits, settings: Settings): Danger | undefined {
  const mayBeCached = settings.dangerCache !== 'off'
  for (const { patterns, accounts } of settings.guards) {
    for (const { pattern, file, line } of patterns) {
      for (const [kind, text] of textsOf(traits, accounts)) {
        if (!matchesPattern(pattern, text)) continue
        const { name } = traits
        return { pattern, matches: `${kind} ${text}`, name, mayBeCached, place: `${file}:${line}` }
      }
    }
  }
  return undefined
}

/** Kind and text of all that a pattern is matched against. */
export function* textsOf(
  { profiles, roles, accounts, accountNames = [], written = [] }: Omit<Traits, 'name'>,
  names: Guard['accounts'],
): Iterable<readonly [string, string]> {
  for (const profile of profiles) yield ['profile', profile]
  for (const role of roles) {
    yield ['role', role]
    yield ['role', nameOfRole(role)]
  }
  for (const account of accounts) {
    yield ['account', account]
    const name = names.get(account)
    if (name !== undefined) yield ['account', name]
  }
  for (const name of accountNames) yield ['account', name]
  for (const role of [...roles, ...written]) {
    const account = accountOfRole(role)
    if (account === undefined) continue
    const name = names.get(account)
    yield ['role', `${account}:${nameOfRole(role)}`]
    if (name !== undefined) yield ['role', `${name}:${nameOfRole(role)}`]
  }
  for (const words of written) yield ['role', words]
}

/** Of an ARN, or of `ACCOUNT:ROLE`. */
const accountOfRole = (role: string) => /(?:^|:)(\d{12}):/.exec(role)?.[1]

/** Of an ARN, `ACCOUNT:PATH/NAME` or `PATH/NAME`. */
export const nameOfRole = (role: string) =>
  role.slice(Math.max(role.lastIndexOf('/'), role.lastIndexOf(':')) + 1)
