import { nestedText, type Profile, type Profiles, text } from './profile.ts'

/**
 * Writes a config file with the settings of a profile but without anything that provides
 * credentials. The settings are in `[default]`, and also under the name of the profile for programs
 * that select it. Settings that the profile lacks come from the user's `[default]`, as for a
 * program with the session in its environment.
 */
export function profileWithoutCredentials(name: string | undefined, files: Profiles): string {
  const { profiles } = files
  const profile = name === undefined ? undefined : profiles.get(name)
  const inDefault = settingsOf([profile, profiles.get('default')])
  const sections = [section('default', inDefault)]
  if (profile && profile.name !== 'default' && isPlain(profile.name)) {
    sections.push(section(`profile ${profile.name}`, settingsOf([profile])))
  }
  const services = inDefault.get('services')
  const found = services && files.services.get(text(services, 'services') ?? '')
  if (found && isPlain(found.name)) {
    sections.push(section(`services ${found.name}`, settingsOf([found])))
  }
  return sections.join('\n')
}

/** The first profile that sets each setting. */
function settingsOf(profiles: readonly (Profile | undefined)[]): ReadonlyMap<string, Profile> {
  const found = new Map<string, Profile>()
  for (const profile of profiles) {
    for (const [name, { value }] of profile?.keys ?? []) {
      if (profile && value !== '' && !ofCredentials.test(name) && !found.has(name)) {
        found.set(name, profile)
      }
    }
  }
  return found
}

/** Other characters in a header would need quotes, which not every reader interprets alike. */
const isPlain = (name: string) => /^[\w.@%+:/-]+$/.test(name)

const section = (header: string, settings: ReadonlyMap<string, Profile>) =>
  `[${header}]\n${[...settings].map(([name, profile]) => line(profile, name)).join('')}`

/** Omits values that need quotes or several lines. No AWS setting has such a value. */
function line(profile: Profile, name: string): string {
  const value = profile.keys.get(name)?.value ?? ''
  if (typeof value === 'string') return isOneLine(value) ? `${name} = ${value}\n` : ''
  const inner = [...value.keys()].map((key) => [key, nestedText(profile, name, key) ?? ''] as const)
  const lines = inner
    .filter(([, each]) => isOneLine(each))
    .map(([key, each]) => `  ${key} = ${each}\n`)
  return `${name} =\n${lines.join('')}`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const isOneLine = (value: string) => /^[^\x00-\x1f\x7f]*$/.test(value)

/** Keys with which an AWS SDK or tool finds credentials, and keys that describe credentials. */
const ofCredentials =
  /^(aws_access_key_id|aws_secret_access_key|aws_session_token|aws_security_token|aws_account_id|credential_process|credential_source|duration_seconds|external_id|granted_sso_.*|include_profile|login_session|mfa_process|mfa_serial|policy|policy_arns|process_keys|role_arn|role_session_name|session_tags|source_arn|source_identity|source_profile|sso_.*|transitive_session_tags|web_identity_token_file)$/
