import type { Guard, Settings } from '../../config/settings/settings.ts'
import { matchesPattern } from './danger-pattern.ts'

/** The reason why a target needs a confirmation. */
export interface Danger {
  /** The pattern as the setting `danger` spells it. */
  readonly pattern: string
  /** The part of the target that the pattern matches: `profile "prod"`, `account 123456789012`. */
  readonly matches: string
  /** The words of which a person types one to confirm. They set the target apart from others. */
  readonly words: readonly string[]
  /** The account, if it is known: `main (123456789012)`. */
  readonly account?: string
  /** False if the setting `danger_cache` forbids a session on disk. */
  readonly mayBeCached: boolean
  /** The line of the settings with the pattern: `~/.config/assume/config:1`. */
  readonly place: string
  /** The pattern is that of a `[target]` section with `danger = on`. */
  readonly isOfTarget?: true
}

/** The known properties of a target that a pattern can match. */
export interface Traits {
  readonly profiles: readonly string[]
  /** ARNs, or role names if the ARN is unknown. */
  readonly roles: readonly string[]
  /** Account ids of twelve digits. */
  readonly accounts: readonly string[]
  /** The account names of IAM Identity Center. */
  readonly accountNames?: readonly string[]
  /** `ACCOUNT:ROLE`, and the words that the user typed. */
  readonly written?: readonly string[]
}

/** The names of a target that a person can type to confirm it. */
export interface TargetNames {
  readonly profile?: string | undefined
  /** Twelve digits. */
  readonly accountId?: string | undefined
  /** The account name of IAM Identity Center. */
  readonly accountName?: string | undefined
  /** The target as it is written in the command line. */
  readonly written: string
}

/**
 * The first pattern that matches, in the order of the settings files.
 *
 * @param names is called if a pattern matches.
 */
export function dangerOf(
  traits: Traits,
  names: () => TargetNames,
  settings: Settings,
): Danger | undefined {
  const mayBeCached = settings.dangerCache !== 'off'
  for (const { patterns, accounts } of settings.guards) {
    for (const { pattern, file, line, isOfTarget } of patterns) {
      for (const [kind, text] of textsOf(traits, accounts)) {
        if (!matchesPattern(pattern, text)) continue
        const place = `${file}:${line}`
        const confirmation = confirmationOf(names(), [accounts, settings.accounts])
        const matches = `${kind} ${text}`
        return {
          pattern,
          matches,
          ...confirmation,
          mayBeCached,
          place,
          ...(isOfTarget && { isOfTarget }),
        }
      }
    }
  }
  return undefined
}

/**
 * The words that confirm a target. The name of a role is not among them: with IAM Identity Center it is the
 * same in all accounts.
 */
function confirmationOf(
  { profile, accountId, accountName, written }: TargetNames,
  accounts: readonly (Guard['accounts'] | undefined)[],
): Pick<Danger, 'words' | 'account'> {
  const named = accountId && accounts.map((names) => names?.get(accountId)).find(Boolean)
  const name = named || (accountName === accountId ? undefined : accountName)
  const words = [profile, name, profile === undefined && !name ? accountId : undefined]
  const known = [...new Set(words.filter((word) => word !== undefined && word !== ''))] as string[]
  const account = name && accountId ? `${name} (${accountId})` : (name ?? accountId)
  return {
    words: known.length > 0 ? known : [written],
    ...(account !== undefined && { account }),
  }
}

/** Every text that the patterns are matched against, with its kind. */
export function* textsOf(
  { profiles, roles, accounts, accountNames = [], written = [] }: Traits,
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

/** The account id in an ARN or in `ACCOUNT:ROLE`. */
const accountOfRole = (role: string) => /(?:^|:)(\d{12}):/.exec(role)?.[1]

/** The role name in an ARN, in `ACCOUNT:PATH/NAME` or in `PATH/NAME`. */
const nameOfRole = (role: string) =>
  role.slice(Math.max(role.lastIndexOf('/'), role.lastIndexOf(':')) + 1)
