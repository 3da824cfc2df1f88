import { type Profile, text } from '../../config/profile.ts'
import type { Check } from '../check-context.ts'
import type { Finding } from '../finding.ts'

/** Sections and keys that nothing uses. */
export const unusedParts: Check = {
  title: 'what nothing uses',
  look({ inputs: { profiles } }) {
    const all = [...profiles.profiles.values()]
    return [
      ...all.filter(isIdleSource).map(idleSource),
      ...unnamed(profiles.ssoSessions, 'sso_session', 'sso-session', all),
      ...unnamed(profiles.services, 'services', 'services', all),
    ]
  },
}

const isIdleSource = (profile: Profile) =>
  profile.keys.has('source_profile') &&
  !profile.keys.has('role_arn') &&
  !profile.keys.has('include_profile')

function idleSource({ name, keys }: Profile): Finding {
  const { file, line } = keys.get('source_profile') ?? {}
  return {
    id: 'source-profile-unused',
    severity: 'warning',
    what: `profile "${name}" has a source_profile, but no role_arn`,
    why: 'a source_profile has an effect only beside a role_arn',
    hints: ['add a line role_arn with the ARN of the role, or delete this one'],
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
  }
}

function unnamed(
  sections: ReadonlyMap<string, Profile>,
  key: string,
  called: string,
  profiles: readonly Profile[],
): Finding[] {
  const named = new Set(profiles.map((profile) => text(profile, key)))
  return [...sections.values()]
    .filter(({ name }) => !named.has(name))
    .map(({ name, header }) => ({
      id: `${called}-unused`,
      severity: 'note' as const,
      what: `no profile names [${called} ${name}]`,
      why: 'it does nothing until one does',
      hints: [`in the profile that is to use it: ${key} = ${name}`],
      ...header,
    }))
}
