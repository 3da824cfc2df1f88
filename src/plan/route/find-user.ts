import type { Profile } from '../../config/profile.ts'
import { shellWord } from '../../formats/posix.ts'
import { AssumeError } from '../../model/errors.ts'
import { stsEndpointConfig } from '../endpoint/endpoint-config.ts'
import { filesOf, findProfile, missingHints } from '../find-profile.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { TargetOptions } from '../request.ts'
import { userNameOf } from '../values/arn.ts'
import { chainOf } from './chain.ts'
import { identityOf, needIdentity, type Planned } from './route.ts'

export interface FoundUser {
  readonly profile: Profile
  /** As AWS writes it, which the MFA serial and what policies say of session names hang on. */
  readonly name: string
}

/**
 * The profile with the keys of an IAM user: the one of that name, else the one whose name differs
 * in case alone, else `[default]` if AWS says that its keys are that user's. A mistyped name must
 * never get other keys.
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
  // A token is for a role, and so no user's.
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

/** IAM tells no two users apart by case. */
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
