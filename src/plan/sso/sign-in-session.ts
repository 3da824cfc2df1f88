import { type Profile, placeOf, text } from '../../config/profile.ts'
import { shellWord } from '../../formats/posix.ts'
import { AssumeError, UsageError } from '../../model/errors.ts'
import { findProfile, profileNamed } from '../find-profile.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import { type SsoSession, ssoSessionNamed, ssoSessionOf } from './sso-session.ts'

/** Where somebody is to sign in, or out. */
export interface SignInSession {
  readonly session: SsoSession
  /** Says the rest, such as whom to trust. */
  readonly profile?: Profile
}

/**
 * The sign-in that a command names: of a profile, or of `--sso-session`. Undefined if it names none.
 *
 * @param command whose like the AWS CLI has for a profile with `login_session`.
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
    const asked = profileNamed(profileName, inputs, `profile "${profileName}"`)
    return {
      session: ssoSessionOf(signingIn(asked, inputs, command), inputs.profiles),
      profile: asked,
    }
  }
  if (sessionName === undefined) return undefined
  return withSelected(ssoSessionNamed(sessionName, inputs.profiles), inputs)
}

/** The profile itself, or the one that its roles start from. */
function signingIn(asked: Profile, inputs: PlanInputs, command: 'login' | 'logout'): Profile {
  const seen = new Set<Profile>()
  for (let profile = asked; !seen.has(profile); ) {
    if (signsIn(profile)) return profile
    seen.add(profile)
    if (hasLoginSession(profile)) throw signsInOtherwise(asked, profile, command)
    const source = text(profile, 'source_profile')
    if (source === undefined) break
    profile = profileNamed(
      source,
      inputs,
      `source_profile of "${profile.name}" (${placeOf(profile, 'source_profile')}) is "${source}", which`,
    )
  }
  throw new AssumeError(
    `profile "${asked.name}" does not sign in to IAM Identity Center (${placeOf(asked)})`,
    ['profiles that do have a line sso_session'],
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

/** The command of the AWS CLI for the first profile that signs in with `aws login`, if there is one. */
export function awsLoginOf({ profiles }: PlanInputs): string | undefined {
  const profile = [...profiles.profiles.values()].find(hasLoginSession)
  return profile && awsLogin(profile, 'login')
}

const signsIn = (profile: Profile) =>
  text(profile, 'sso_session') !== undefined || text(profile, 'sso_start_url') !== undefined

/** The sign-ins there are: of all sessions; where there is none, of the profiles that need none. */
export function allSignIns(inputs: PlanInputs): readonly SignInSession[] {
  const { ssoSessions, profiles } = inputs.profiles
  const named = [...ssoSessions.keys()]
  if (named.length > 0) {
    return named.map((name) => withSelected(ssoSessionNamed(name, inputs.profiles), inputs))
  }
  const legacy = [...profiles.values()]
    .filter(signsIn)
    .map((profile) => ({ session: ssoSessionOf(profile, inputs.profiles), profile }))
  const byUrl = new Map(legacy.map((each) => [each.session.startUrl, each]))
  return [...byUrl.values()]
}

/** As in the AWS CLI, the profile of `AWS_PROFILE` says the rest. */
function withSelected(session: SsoSession, inputs: PlanInputs): SignInSession {
  const { AWS_PROFILE, AWS_DEFAULT_PROFILE } = inputs.env
  const profile = findProfile(AWS_PROFILE || AWS_DEFAULT_PROFILE || 'default', inputs)
  return { session, ...(profile && { profile }) }
}
