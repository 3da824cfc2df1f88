import type { Merged } from '../parse/merge.ts'
import type { Profile, RefusedKey } from '../profile.ts'

/** Keys that run a program, send calls elsewhere, or read another file of the user. */
const refusedKeys: readonly string[] = [
  'ca_bundle',
  'credential_process',
  'endpoint_url',
  'mfa_process',
  'services',
  'web_identity_token_file',
]

/**
 * Takes these keys out of the profiles of files that `trust_profiles` does not name, so that nothing can
 * honour them. The plan refuses a profile with such a key.
 */
export function refuseKeys(merged: Merged): Merged {
  const changed = [...merged.profiles.values()].filter(
    ({ team, keys }) => team && !team.isTrusted && refusedKeys.some((key) => keys.has(key)),
  )
  if (changed.length === 0) return merged
  const replaced = changed.map((profile): [string, Profile] => [
    profile.name,
    withoutRefused(profile),
  ])
  return { ...merged, profiles: new Map([...merged.profiles, ...replaced]) }
}

function withoutRefused(profile: Profile): Profile {
  const keys = new Map(profile.keys)
  const refused: RefusedKey[] = []
  // A profile of granted or aws-sso-cli means a role of IAM Identity Center, and its program does not run.
  const isOfOtherTool = [...keys.values()].some(({ writtenAs }) => writtenAs !== undefined)
  for (const key of refusedKeys) {
    const value = keys.get(key)
    if (!value) continue
    keys.delete(key)
    if (key === 'credential_process' && isOfOtherTool) continue
    refused.push({ key, file: value.file, line: value.line })
  }
  return { ...profile, keys, ...(refused.length > 0 && { refused }) }
}
