import { type Profile, placeOf, text } from '../../config/profile.ts'
import { shellWord } from '../../formats/posix.ts'
import { AssumeError, UsageError } from '../../model/errors.ts'
import { findProfile, noProfile, refuseTeamKeys, requestedProfile } from '../find-profile.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { PortalAddress } from './portal-address.ts'
import { type SsoSession, sessionNames, ssoSessionNamed, ssoSessionOf } from './sso-session.ts'

/** The IAM Identity Center session for a sign-in or sign-out. */
export interface SignInSession {
  readonly session: SsoSession
  /** The profile that configures the rest, such as the CA bundle. */
  readonly profile?: Profile
}

/**
 * The session of a profile or of `--sso-session`. Undefined if the command names neither.
 *
 * @param command the AWS CLI command for the hint about a profile with `login_session`.
 */
export function namedSignIn(
  profileName: string | undefined,
  sessionName: string | undefined,
  inputs: PlanInputs,
  command: 'login' | 'logout',
): SignInSession | undefined {
  if (profileName !== undefined && sessionName !== undefined) {
    throw new UsageError(`"${profileName}" and --sso-session both say where`, ['give one of them'])
  }
  if (profileName !== undefined) {
    const asked = requestedProfile(profileName, inputs)
    return {
      session: ssoSessionOf(signingIn(asked, inputs, command), inputs.profiles),
      profile: asked,
    }
  }
  if (sessionName === undefined) return undefined
  return withSelected(ssoSessionNamed(sessionName, inputs), inputs)
}

/** Finds the profile that signs in: the requested one or one of its sources. */
function signingIn(asked: Profile, inputs: PlanInputs, command: 'login' | 'logout'): Profile {
  const seen = new Set<Profile>()
  for (let profile = asked; !seen.has(profile); ) {
    if (signsIn(profile)) return profile
    seen.add(profile)
    if (hasLoginSession(profile)) throw signsInOtherwise(asked, profile, command)
    const source = text(profile, 'source_profile')
    if (source === undefined) break
    const found = findProfile(source, inputs)
    if (!found) {
      const place = placeOf(profile, 'source_profile')
      const subject = `source_profile of "${profile.name}" (${place}) is "${source}", which`
      throw noProfile(source, inputs, subject)
    }
    refuseTeamKeys(found)
    profile = found
  }
  throw new AssumeError(
    `profile "${asked.name}" does not sign in to IAM Identity Center (${placeOf(asked)})`,
    [
      ...(command === 'login' ? [`it needs no sign-in: assume ${shellWord(asked.name)}`] : []),
      'profiles that use IAM Identity Center have a line sso_session',
    ],
  )
}

function signsInOtherwise(asked: Profile, profile: Profile, command: 'login' | 'logout') {
  const source = asked === profile ? '' : `, the source of "${asked.name}",`
  return new AssumeError(
    `profile "${profile.name}"${source} signs in with aws login, not to IAM Identity Center (${placeOf(profile, 'login_session')})`,
    [awsLogin(profile, command)],
  )
}

const awsLogin = ({ name }: Profile, command: 'login' | 'logout') =>
  `aws ${command} --profile ${shellWord(name)}`

const hasLoginSession = (profile: Profile) => text(profile, 'login_session') !== undefined

/** The `aws login` command for the first profile that uses it, if there is one. */
export function awsLoginOf({ profiles }: PlanInputs): string | undefined {
  const profile = [...profiles.profiles.values()].find(hasLoginSession)
  return profile && awsLogin(profile, 'login')
}

const signsIn = (profile: Profile) =>
  text(profile, 'sso_session') !== undefined || text(profile, 'sso_start_url') !== undefined

/**
 * All sign-in sessions. If there is no `[sso-session]` section, the profiles with a start URL
 * define them.
 */
export function allSignIns(inputs: PlanInputs): readonly SignInSession[] {
  const { profiles } = inputs.profiles
  const named = sessionNames(inputs)
  if (named.length > 0) {
    return named.map((name) => withSelected(ssoSessionNamed(name, inputs), inputs))
  }
  const legacy = [...profiles.values()]
    .filter(signsIn)
    .map((profile) => ({ session: ssoSessionOf(profile, inputs.profiles), profile }))
  const byUrl = new Map(legacy.map((each) => [each.session.startUrl, each]))
  return [...byUrl.values()]
}

/**
 * The sign-in for the address of an access portal: the session that has this address, else a new one.
 *
 * @param name the name that the user gives it.
 * @throws UsageError if another session has the name.
 */
export function signInAt(
  address: PortalAddress,
  name: string | undefined,
  inputs: PlanInputs,
): SignInSession & { readonly isNew: boolean } {
  const isSame = ({ startUrl, region }: SsoSession) =>
    startUrl.replace(/\/?(#.*)?$/, '') === address.startUrl && region === address.region
  const sessions = sessionNames(inputs).map((each) => ssoSessionNamed(each, inputs))
  const known = sessions.find((each) => isSame(each) && (name === undefined || name === each.name))
  if (known) return { ...withSelected(known, inputs), isNew: false }
  const chosen = name ?? address.name
  if (sessions.some((each) => each.name === chosen)) {
    throw new UsageError(`there is another [sso-session ${chosen}] already`, [
      'give this one a name of its own with --name',
    ])
  }
  const { startUrl, region } = address
  const session = { name: chosen, startUrl, region, scopes: ['sso:account:access'] }
  return { ...withSelected({ ...session, isRemembered: true }, inputs), isNew: true }
}

/** The profile of `AWS_PROFILE` configures the rest, as in the AWS CLI. */
function withSelected(session: SsoSession, inputs: PlanInputs): SignInSession {
  const { AWS_PROFILE, AWS_DEFAULT_PROFILE } = inputs.env
  const profile = findProfile(AWS_PROFILE || AWS_DEFAULT_PROFILE || 'default', inputs)
  if (profile) refuseTeamKeys(profile)
  return { session, ...(profile && { profile }) }
}
