import type { Profile, ProfileValue } from '../profile.ts'
import { cannotHoldComment } from '../profile-keys.ts'
import { type ConfigWarning, warning } from '../warnings/warning.ts'
import type { Merged } from './merge.ts'
import { type SectionKind, subjectOf } from './section-name.ts'

/**
 * Cuts the comment off `region = eu-west-1 # home`. The AWS CLI reads it as part of the value, but
 * the AWS SDKs do not. The function changes only values that would be invalid with the comment, so
 * every setting that works with the AWS CLI keeps its meaning.
 */
export function cutInlineComments(merged: Merged): Merged & { warnings: ConfigWarning[] } {
  const profiles = new Map(merged.profiles)
  const ssoSessions = new Map(merged.ssoSessions)
  const warnings = [...cut('profile', profiles, merged), ...cut('sso-session', ssoSessions, merged)]
  return { profiles, ssoSessions, services: merged.services, warnings }
}

/** Replaces the profiles that contain comments and returns the warnings. */
function cut(kind: SectionKind, profiles: Map<string, Profile>, all: Merged): ConfigWarning[] {
  const warnings: ConfigWarning[] = []
  for (const profile of profiles.values()) {
    profile.keys.forEach((value, key) => {
      const shorter = withoutComment(key, value, all)
      if (!shorter) return
      const { name } = profile
      const { keys } = profiles.get(name) ?? profile
      profiles.set(name, { ...profile, keys: new Map(keys).set(key, shorter) })
      const message = `the AWS CLI reads this comment as part of the value of ${key}`
      const hint = 'put the comment on a line of its own; assume cuts it off'
      warnings.push(warning(value, message, hint, subjectOf({ kind, name })))
    })
  }
  return warnings
}

/** Undefined if there is no comment. */
function withoutComment(key: string, value: ProfileValue, all: Merged): ProfileValue | undefined {
  const text = value.value
  if (typeof text !== 'string' || !(text.includes('#') || text.includes(';'))) return undefined
  if (!cannotHoldComment(key)) return undefined
  // `[profile "a #b"]` is a valid name.
  if (namesProfile.has(key) && all.profiles.has(text)) return undefined
  if (key === 'sso_session' && all.ssoSessions.has(text)) return undefined
  const comment = text.search(/\s[#;]/)
  if (comment < 0) return undefined
  return { ...value, value: text.slice(0, comment).trimEnd(), cli: { value: text } }
}

const namesProfile: ReadonlySet<string> = new Set(['include_profile', 'source_profile'])
