import { headerFor } from '../../config/parse/section-name.ts'
import { keyAt, type Profile, type Profiles, placeOf, text } from '../../config/profile.ts'
import { AssumeError, UsageError } from '../../model/errors.ts'
import { nearest } from '../../model/nearest.ts'
import { invalidValue } from '../../model/values/invalid-value.ts'
import { checkedRegion } from '../../model/values/region.ts'

/** A sign-in to IAM Identity Center. It provides one token for all roles of the person. */
export interface SsoSession {
  /** The name of the `[sso-session NAME]` section. Absent for a legacy profile with its own start URL. */
  readonly name?: string
  readonly startUrl: string
  /** The region of IAM Identity Center, which may differ from the target region. */
  readonly region: string
  /** The list of `sso_registration_scopes`. Empty if the key is absent. */
  readonly scopes: readonly string[]
  /** `assume login URL` has made the session, and `~/.aws/config` does not contain it. */
  readonly isRemembered?: true
}

/** The sessions that a command can name. */
export interface KnownSessions {
  readonly profiles: Profiles
  /** The sessions that `assume login URL` has made. The file is read at the first call. */
  rememberedSessions(): ReadonlyMap<string, Profile>
}

/** The name, or else the start URL. It identifies the session in messages and in maps. */
export const ssoSessionTitle = ({ name, startUrl }: SsoSession) => name ?? startUrl

/**
 * The session of a profile: its `sso_session`, or else its own `sso_start_url` and `sso_region`.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html
 *
 * @throws AssumeError where botocore also fails: a missing session, a missing value, or a value
 *   that differs between the profile and its session. Also for an invalid value.
 */
export function ssoSessionOf(profile: Profile, profiles: Profiles): SsoSession {
  const name = text(profile, 'sso_session')
  if (name === undefined) return legacySession(profile, profiles)
  const section = profiles.ssoSessions.get(name)
  if (!section) throw noSection(name, profile, profiles)
  refuseContradiction(profile, section)
  return sectionSession(section)
}

/** @throws UsageError if no section has the name that `--sso-session` gives. */
export function ssoSessionNamed(name: string, known: KnownSessions): SsoSession {
  const section = known.profiles.ssoSessions.get(name)
  if (section) return sectionSession(section)
  const remembered = known.rememberedSessions().get(name)
  if (remembered) return { ...sectionSession(remembered), isRemembered: true }
  throw new UsageError(
    `--sso-session "${name}": there is no ${header(name)}`,
    others(name, sessionNames(known)),
  )
}

/** The hint for a user without any session. */
export const firstSignInHint =
  'with the URL of your access portal: assume login https://corp.awsapps.com/start --region eu-west-1'

/** The names of all sessions; those of `~/.aws/config` come first. */
export const sessionNames = ({
  profiles,
  rememberedSessions,
}: KnownSessions): readonly string[] => [
  ...new Set([...profiles.ssoSessions.keys(), ...rememberedSessions().keys()]),
]

/** The section of a session, for `~/.aws/config`. */
export const sessionLines = ({
  name,
  startUrl,
  region,
  scopes,
}: SsoSession & { readonly name: string }) =>
  [
    header(name),
    `sso_start_url = ${startUrl}`,
    `sso_region = ${region}`,
    `sso_registration_scopes = ${scopes.join(',')}`,
    '',
  ].join('\n')

function sectionSession(section: Profile): SsoSession {
  return { name: section.name, ...valuesOf(section, header(section.name), []) }
}

function legacySession(profile: Profile, profiles: Profiles): SsoSession {
  const only = onlySession(profiles)
  const hint =
    only === undefined
      ? 'or name a section that has them all, with sso_session'
      : `or name the section that has them all: sso_session = ${only}`
  return valuesOf(profile, `profile "${profile.name}"`, [hint])
}

function valuesOf(from: Profile, subject: string, hints: readonly string[]) {
  const value = (key: string, example: string) => {
    const found = text(from, key)
    if (found) return found
    throw new AssumeError(`${subject} has no ${key} (${placeOf(from)})`, [
      `add a line to it: ${key} = ${example}`,
      ...hints,
    ])
  }
  const startUrl = value('sso_start_url', 'https://NAME.awsapps.com/start')
  const region = value('sso_region', 'REGION')
  const place = (key: string) => keyAt(from, key)
  return {
    startUrl: checkedStartUrl(startUrl, place('sso_start_url')),
    region: checkedRegion(region, place('sso_region')),
    scopes: (text(from, 'sso_registration_scopes') ?? '')
      .split(',')
      .map((scope) => scope.trim())
      .filter((scope) => scope !== ''),
  }
}

function checkedStartUrl(url: string, where: string): string {
  if (/^https?:\/\/[\x21-\x7e]{1,2000}$/.test(url) && URL.canParse(url)) return url
  throw invalidValue(where, `"${url}" is not the URL of an access portal`, [
    'it looks like https://NAME.awsapps.com/start',
  ])
}

/** botocore compares every key that both sections have, not only the SSO keys. */
function refuseContradiction(profile: Profile, section: Profile): void {
  for (const key of section.keys.keys()) {
    const [own, shared] = [text(profile, key), text(section, key)]
    if (own === undefined || own === shared) continue
    throw new AssumeError(
      `${key} of "${profile.name}" (${placeOf(profile, key)}) is "${own}", but that of its ${header(section.name)} (${placeOf(section, key)}) is "${shared}"`,
      ['take it out of the profile: that of the section is enough'],
    )
  }
}

function noSection(name: string, profile: Profile, profiles: Profiles): AssumeError {
  return new AssumeError(
    `sso_session of "${profile.name}" (${placeOf(profile, 'sso_session')}) is "${name}", but there is no ${header(name)}`,
    others(name, [...profiles.ssoSessions.keys()]),
  )
}

function others(name: string, names: readonly string[]): string[] {
  const meant = nearest(name, names)
  if (meant !== undefined) return [`did you mean "${meant}"?`]
  return names.length === 0 ? [firstSignInHint] : [`there are: ${names.map(header).join(', ')}`]
}

const header = (name: string) => headerFor({ kind: 'sso-session', name })

const onlySession = ({ ssoSessions }: Profiles) =>
  ssoSessions.size === 1 ? [...ssoSessions.keys()][0] : undefined
