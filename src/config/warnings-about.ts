import { type Profiles, text } from './profile.ts'
import type { ConfigWarning } from './warning.ts'

/**
 * The warnings that matter when these profiles are used: those about them, about the SSO sessions
 * and services that they name, and about whole files.
 */
export function warningsAbout(
  { profiles, warnings }: Profiles,
  names: Iterable<string>,
): ConfigWarning[] {
  const used = new Set(names)
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
