import { nestedText, type Profile, type Profiles, text } from './profile.ts'

/**
 * A config file that says what a profile says, but for where its keys come from. It stands in
 * `[default]`, and under the profile's own name for programs that name it. A profile without a region
 * gets that of the user's `[default]`, where a program looks that has the session in its environment.
 */
export function profileWithoutCredentials(name: string | undefined, files: Profiles): string {
  const profile = name === undefined ? undefined : files.profiles.get(name)
  const regionLine = profile?.keys.has('region') ? '' : defaultRegion(files)
  if (!profile) return `[default]\n${regionLine}`
  const services = text(profile, 'services')
  const servicesSection = services === undefined ? undefined : files.services.get(services)
  return [
    `${section('default', profile)}${regionLine}`,
    ...(profile.name !== 'default' && isPlain(profile.name)
      ? [section(`profile ${profile.name}`, profile)]
      : []),
    ...(servicesSection && isPlain(servicesSection.name)
      ? [section(`services ${servicesSection.name}`, servicesSection)]
      : []),
  ].join('\n')
}

function defaultRegion({ profiles }: Profiles): string {
  const profile = profiles.get('default')
  return profile?.keys.has('region') ? line(profile, 'region') : ''
}

/** In a header other characters would need quotes, in which not every reader reads alike. */
const isPlain = (name: string) => /^[\w.@%+:/-]+$/.test(name)

function section(header: string, profile: Profile): string {
  const names = [...profile.keys.keys()].filter((name) => !ofCredentials.test(name))
  return `[${header}]\n${names.map((name) => line(profile, name)).join('')}`
}

/** What would need quotes or more than a line is left out: no setting of AWS's does. */
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

/** Keys by which any SDK or tool of AWS's finds credentials, or that say something of them. */
const ofCredentials =
  /^(aws_access_key_id|aws_secret_access_key|aws_session_token|aws_security_token|aws_account_id|credential_process|credential_source|duration_seconds|external_id|include_profile|login_session|mfa_process|mfa_serial|policy|policy_arns|process_keys|role_arn|role_session_name|session_tags|source_arn|source_identity|source_profile|sso_.*|transitive_session_tags|web_identity_token_file)$/
