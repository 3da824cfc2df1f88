import { type Profile, placeOf, text } from '../../config/profile.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { PairPattern } from '../sso/pair-pattern.ts'
import type { SessionIndex } from '../sso/role-pairs.ts'
import { ownRequest, type ProfilePair, pairOfProfile } from './pair-of-profile.ts'
import type { SsoProfile } from './sso-profiles.ts'

/** How the profiles of the organization differ from those in AWS's files. */
export interface ProfilesDiff {
  readonly added: readonly AddedProfile[]
  /** Profiles whose role the organization no longer gives. */
  readonly left: readonly LeftProfile[]
  readonly changed: readonly ChangedProfile[]
}

export interface AddedProfile {
  readonly profile: SsoProfile
  /** The name of another profile that has the same role. */
  readonly sameRole?: string
}

export interface LeftProfile extends ProfilePair {
  readonly name: string
  readonly place: string
}

export interface ChangedProfile {
  readonly name: string
  readonly place: string
  readonly keys: readonly ChangedKey[]
}

/** A key with its value in the file, its new value, or both. */
export interface ChangedKey {
  readonly key: string
  readonly before?: string
  readonly after?: string
}

/** Keys that lead to other credentials. A profile can have any other key in addition. */
const credentialKeys = [
  'aws_access_key_id',
  'aws_secret_access_key',
  'aws_session_token',
  'credential_process',
  'credential_source',
  'login_session',
  'role_arn',
  'source_profile',
  'sso_account_id',
  'sso_role_name',
  'sso_session',
  'sso_start_url',
  'web_identity_token_file',
]

/**
 * Compares the profiles of the organization with those in AWS's files.
 *
 * @param patterns the patterns that have selected the profiles; empty for all.
 */
export function profilesDiff(
  wanted: readonly SsoProfile[],
  indexes: readonly SessionIndex[],
  patterns: readonly PairPattern[],
  { profiles: found }: Pick<PlanInputs, 'profiles'>,
): ProfilesDiff {
  const pairs = new Map(
    [...found.profiles.values()].flatMap((profile) => {
      const pair = pairOfProfile(profile, found, indexes)
      return pair ? [[profile.name, pair] as const] : []
    }),
  )
  const namesOfPairs = new Map([...pairs].map(([name, pair]) => [keyOf(pair), name]))
  const added = wanted
    .filter(({ name }) => !found.profiles.has(name))
    .map((profile): AddedProfile => {
      const { session, account, role } = profile.pair
      const sameRole = namesOfPairs.get(keyOf({ session, accountId: account.accountId, role }))
      return { profile, ...(sameRole !== undefined && { sameRole }) }
    })
  const changed = wanted.flatMap((each) => {
    const profile = found.profiles.get(each.name)
    const keys = profile ? changedKeys(profile, each.keys) : []
    return profile && keys.length > 0
      ? [{ name: each.name, place: placeOf(profile) ?? '', keys }]
      : []
  })
  const names = new Set(wanted.map(({ name }) => name))
  const left = [...found.profiles.values()].flatMap((profile): LeftProfile[] => {
    const { name } = profile
    const pair = pairs.get(name)
    const isLeft = pair && !names.has(name) && hasLeft(pair, indexes, patterns)
    return isLeft ? [{ name, place: placeOf(profile) ?? '', ...pair }] : []
  })
  return { added, left, changed }
}

const keyOf = ({ session, accountId, role }: ProfilePair) =>
  [session.startUrl, accountId, role].join(' ')

/** The name of an account that has left is not known any more, so only the role is compared. */
function hasLeft(
  { session, accountId, role }: ProfilePair,
  indexes: readonly SessionIndex[],
  patterns: readonly PairPattern[],
): boolean {
  const account = indexes.find((each) => each.session === session)?.index.account(accountId)
  if (account?.roles.includes(role)) return false
  return (
    patterns.length === 0 ||
    patterns.some((each) => each.matchesRole(role) && (!account || each.matchesAccount(account)))
  )
}

function changedKeys(profile: Profile, wanted: ReadonlyMap<string, string>): readonly ChangedKey[] {
  const others = credentialKeys.filter((key) => !wanted.has(key) && profile.keys.has(key))
  return [
    ...others.map((key) => ({ key, before: shownValue(profile, key) })),
    ...[...wanted].flatMap(([key, after]): ChangedKey[] => {
      const before = text(profile, key)
      if (before !== undefined && isSame(key, before, after)) return []
      return [{ key, ...(before !== undefined && { before: shownValue(profile, key) }), after }]
    }),
  ]
}

/** The path of assume can differ, for example between a shell and cron. */
const isSame = (key: string, before: string, after: string) =>
  before === after ||
  (key === 'credential_process' &&
    JSON.stringify(ownRequest(before) ?? before) === JSON.stringify(ownRequest(after)))

/** A command can contain a password. */
function shownValue(profile: Profile, key: string): string {
  const value = text(profile, key) ?? ''
  const isPublic =
    key === 'region' ||
    key.startsWith('sso_') ||
    ['credential_source', 'role_arn', 'source_profile'].includes(key) ||
    (key === 'credential_process' && ownRequest(value) !== undefined)
  return isPublic ? value : '…'
}
