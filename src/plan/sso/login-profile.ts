import { type Profile, placeOf, text } from '../../config/profile.ts'
import { shellWord } from '../../formats/posix.ts'
import { AssumeError } from '../../model/errors.ts'
import { findProfile, noProfile, refuseTeamKeys } from '../find-profile.ts'
import type { PlanInputs } from '../plan-inputs.ts'

/** A profile whose sign-in is that of `aws login`. */
export interface LoginProfile {
  readonly login: Profile
}

/**
 * Finds the profile that signs in: the requested one or one of its sources.
 *
 * @throws AssumeError if the profile needs no sign-in.
 */
export function signingIn(
  asked: Profile,
  inputs: PlanInputs,
  command: 'login' | 'logout',
): Profile {
  const seen = new Set<Profile>()
  for (let profile = asked; !seen.has(profile); ) {
    if (signsIn(profile) || hasLoginSession(profile)) return profile
    seen.add(profile)
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
  throw noSignIn(asked, command)
}

function noSignIn(profile: Profile, command: 'login' | 'logout'): AssumeError {
  const name = shellWord(profile.name)
  const whatToDo =
    credentialKeyOf(profile) === undefined
      ? `to sign in as in the AWS console: assume login --new ${name}`
      : `it needs no sign-in: assume ${name}`
  return new AssumeError(`profile "${profile.name}" has no sign-in (${placeOf(profile)})`, [
    ...(command === 'login' ? [whatToDo] : []),
    'profiles that sign in have a line sso_session or login_session',
  ])
}

/** The key with which a profile gets other credentials than those of `login_session`. */
export const credentialKeyOf = ({ keys }: Profile): string | undefined =>
  credentialKeys.find((key) => keys.has(key))

const credentialKeys = [
  'role_arn',
  'web_identity_token_file',
  'sso_session',
  'sso_start_url',
  'sso_account_id',
  'aws_access_key_id',
  'credential_process',
  'credential_source',
]

const hasLoginSession = (profile: Profile) => Boolean(text(profile, 'login_session'))

/** A profile for each `login_session`. A profile that the plan refuses is none. */
export function allLogins({ profiles }: PlanInputs): readonly LoginProfile[] {
  const bySession = new Map<string, Profile>()
  for (const profile of profiles.profiles.values()) {
    const session = text(profile, 'login_session')
    const isFirst = session !== undefined && session !== '' && !bySession.has(session)
    if (isFirst && !profile.refused && !signsIn(profile)) bySession.set(session, profile)
  }
  return [...bySession.values()].map((login) => ({ login }))
}

/** The profile signs in to IAM Identity Center. */
export const signsIn = (profile: Profile) =>
  text(profile, 'sso_session') !== undefined || text(profile, 'sso_start_url') !== undefined
