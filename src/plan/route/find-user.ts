import type { Profile } from '../../config/profile.ts'
import { shellWord } from '../../formats/posix.ts'
import { AssumeError } from '../../model/errors.ts'
import { stsEndpointConfig } from '../endpoint/endpoint-config.ts'
import { filesOf, findProfile, missingHints } from '../find-profile.ts'
import type { TargetOptions } from '../options/target-options.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import { userNameOf } from '../values/arn.ts'
import { chainOf } from './chain.ts'
import { identityOf, needIdentity, type Planned } from './route.ts'

export interface FoundUser {
  readonly profile: Profile
  /** The name in AWS's spelling. The MFA serial and policies for session names depend on it. */
  readonly name: string
}

/**
 * Finds the profile with the keys of an IAM user. An exact name takes precedence over one that
 * differs only in case. `[default]` is the fallback if AWS confirms that its keys belong to the
 * user. A mistyped name must never select other keys.
 */
export function findUser(
  user: string,
  options: TargetOptions,
  inputs: PlanInputs,
): Planned<FoundUser> {
  const exact = findProfile(user, inputs)
  if (exact) return { value: { profile: exact, name: user } }
  const alike = profilesAlike(user, inputs)
  if (alike.length > 1) throw ambiguous(user, alike)
  const profile = alike[0] ?? findProfile('default', inputs)
  if (!profile) throw missing(user, inputs)
  const { source } = chainOf(profile, inputs)
  const caller = identityOf(source, inputs)
  // A web identity token is for a role, so it does not belong to a user.
  if (!caller && source.tokenFor === undefined) {
    return needIdentity(source, stsEndpointConfig(options, profile, inputs))
  }
  const name = caller && userNameOf(caller.arn)
  if (name !== undefined && isAlike(name, user)) return { value: { profile, name } }
  if (alike[0]) return { value: { profile, name: user } }
  const whose = caller?.arn ?? source.tokenFor
  throw missing(user, inputs, `, and the keys of [default] are those of ${whose}`)
}

export const profilesAlike = (user: string, { profiles }: PlanInputs): Profile[] =>
  [...profiles.profiles.values()].filter(({ name }) => isAlike(name, user))

/** IAM user names are unique regardless of case. */
const isAlike = (name: string, other: string) => name.toLowerCase() === other.toLowerCase()

function missing(user: string, inputs: PlanInputs, more = ''): AssumeError {
  return new AssumeError(
    `no profile "${user}" with the keys of that user is in ${filesOf(inputs)}${more}`,
    [...missingHints(user, inputs), `to add it: aws configure --profile ${shellWord(user)}`],
  )
}

function ambiguous(user: string, alike: readonly Profile[]): AssumeError {
  const names = alike.map(({ name }) => `"${name}"`).join(' and ')
  return new AssumeError(`"${user}" could be ${names}`, ['write it as one of these'])
}
