import type { Profile } from '../../config/profile.ts'
import { UsageError } from '../../model/errors.ts'
import { findProfile, refuseTeamKeys, requestedProfile } from '../find-profile.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import { type LoginProfile, signingIn, signsIn } from './login-profile.ts'
import type { PortalAddress } from './portal-address.ts'
import { type SsoSession, sessionNames, ssoSessionNamed, ssoSessionOf } from './sso-session.ts'

/** The IAM Identity Center session for a sign-in or sign-out. */
export interface SignInSession {
  readonly session: SsoSession
  /** The profile that configures the rest, such as the CA bundle. */
  readonly profile?: Profile
}

export type SignInTarget = SignInSession | LoginProfile

/**
 * The sign-in of a profile or of `--sso-session`. Undefined if the command names neither.
 *
 * @throws AssumeError if the profile needs no sign-in.
 */
export function namedSignIn(
  profileName: string | undefined,
  sessionName: string | undefined,
  inputs: PlanInputs,
  command: 'login' | 'logout',
): SignInTarget | undefined {
  if (profileName === undefined) return sessionNamed(sessionName, inputs)
  if (sessionName !== undefined) {
    throw new UsageError(`"${profileName}" and --sso-session both say where`, ['give one of them'])
  }
  const asked = requestedProfile(profileName, inputs)
  const profile = signingIn(asked, inputs, command)
  if (!signsIn(profile)) return { login: profile }
  return { session: ssoSessionOf(profile, inputs.profiles), profile: asked }
}

/** The session of `--sso-session`. */
export const sessionNamed = (name: string | undefined, inputs: PlanInputs) =>
  name === undefined ? undefined : withSelected(ssoSessionNamed(name, inputs), inputs)

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
