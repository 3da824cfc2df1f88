import { type Profile, type ProfileValue, text } from '../profile.ts'
import { INCLUDED_KEYS } from '../profile-keys.ts'
import { type ConfigWarning, warning } from '../warnings/warning.ts'
import type { Merged } from './merge.ts'

/**
 * Resolves aws-vault's `include_profile`. A profile takes missing and empty keys from the profile
 * that it names, recursively. The AWS CLI does not support this key, so a profile without it does
 * not change.
 * https://github.com/ByteNess/aws-vault/blob/main/USAGE.md, include_profile
 */
export function includeProfiles(merged: Merged): Merged & { warnings: ConfigWarning[] } {
  const including = [...merged.profiles.values()].filter(({ keys }) => keys.has(include))
  if (including.length === 0) return { ...merged, warnings: [] }
  const profiles = new Map(merged.profiles)
  const warnings: ConfigWarning[] = []
  for (const profile of including) {
    const { path, warning } = pathFrom(profile, merged.profiles)
    profiles.set(profile.name, withKeysOf(path, profile))
    if (warning) warnings.push(warning)
  }
  return { ...merged, profiles, warnings }
}

const include = 'include_profile'
const missing = 'name one that there is, or delete the line'
const looping = 'delete one of these lines; assume stops where it would begin anew'

/** The profiles that this profile includes, the nearest first. */
function pathFrom(
  profile: Profile,
  profiles: Merged['profiles'],
): { readonly path: readonly Profile[]; readonly warning?: ConfigWarning } {
  const path: Profile[] = []
  for (let current = profile; ; ) {
    const value = current.keys.get(include)
    const name = text(current, include)
    if (value === undefined || !name) return { path }
    const complain = (message: string, hint: string) => ({
      path,
      warning: warning(value, message, hint, { profile: profile.name }),
    })
    const next = profiles.get(name)
    if (!next) {
      return complain(`include_profile is "${name}", and there is no such profile`, missing)
    }
    if (next === profile || path.includes(next)) {
      const names = [profile, ...path, next].map((each) => each.name)
      return complain(`include_profile loops: ${names.join(' → ')}`, looping)
    }
    path.push(next)
    current = next
  }
}

function withKeysOf(path: readonly Profile[], profile: Profile): Profile {
  const keys = new Map(profile.keys)
  for (const from of path) {
    for (const [key, value] of from.keys) {
      if (!INCLUDED_KEYS.has(key) || !isUnset(keys.get(key))) continue
      if (key === 'source_profile' && hasSource(value, profile)) continue
      keys.set(key, { ...value, cli: profile.keys.has(key) ? { value: '' } : {} })
    }
  }
  const refused = path.flatMap((from) =>
    (from.refused ?? []).filter(
      ({ key }) => INCLUDED_KEYS.has(key) && isUnset(profile.keys.get(key)),
    ),
  )
  return {
    ...profile,
    keys,
    ...(refused.length > 0 && { refused: [...(profile.refused ?? []), ...refused] }),
  }
}

const isUnset = (value: ProfileValue | undefined) => value === undefined || value.value === ''

/**
 * Skips an included `source_profile` if it names the profile itself, or if the profile has a
 * `credential_source`.
 */
const hasSource = ({ value }: ProfileValue, profile: Profile) =>
  value === profile.name || profile.keys.has('credential_source')
