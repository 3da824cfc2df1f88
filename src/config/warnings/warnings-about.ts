import { type Profiles, text } from '../profile.ts'
import type { ConfigWarning } from './warning.ts'

/**
 * The warnings that matter for these profiles: warnings about the profiles, about the profiles, SSO
 * sessions and services that they name, and about whole files.
 */
export function warningsAbout(
  { profiles, warnings }: Profiles,
  names: Iterable<string>,
): ConfigWarning[] {
  const used = withIncluded(names, profiles)
  const referred = (key: string) => {
    const found = [...used].map((name) => profiles.get(name))
    return new Set(found.map((profile) => profile && text(profile, key)))
  }
  const ssoSessions = referred('sso_session')
  const services = referred('services')
  return warnings.filter((warning) => {
    if (warning.profile !== undefined) return used.has(warning.profile)
    if (warning.ssoSession !== undefined) return ssoSessions.has(warning.ssoSession)
    return warning.services === undefined || services.has(warning.services)
  })
}

function withIncluded(names: Iterable<string>, profiles: Profiles['profiles']): Set<string> {
  const used = new Set(names)
  // The loop also visits names that it adds to the set.
  for (const name of used) {
    const profile = profiles.get(name)
    const included = profile && text(profile, 'include_profile')
    if (included) used.add(included)
  }
  return used
}
