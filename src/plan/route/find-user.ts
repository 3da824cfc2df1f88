import type { Profile } from '../../config/profile.ts'
import { shellWord } from '../../formats/posix.ts'
import { AssumeError } from '../../model/errors.ts'
import { nearest } from '../../model/nearest.ts'
import { stsEndpointConfig } from '../endpoint/endpoint-config.ts'
import { findProfile, howToFindProfile, namesIn } from '../find-profile.ts'
import type { TargetOptions } from '../options/target-options.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { Target } from '../request.ts'
import { UnknownProfile } from '../unknown-profile.ts'
import { userNameOf } from '../values/arn.ts'
import { chainOf, hasStaticKeys } from './chain.ts'
import { identityOf, needIdentity, type Planned } from './route.ts'

export interface FoundUser {
  readonly profile: Profile
  /** The name in AWS's spelling. The MFA serial and policies for session names depend on it. */
  readonly name: string
}

/**
 * Finds the profile with the keys of an IAM user. An exact name takes precedence over one that
 * differs only in case. `[default]` is the fallback if AWS confirms that its keys belong to the
 * user. A mistyped name must never select other keys, so a name that is nearly that of a profile makes
 * no call.
 */
export function findUser(
  { user, role }: UserRole,
  options: TargetOptions,
  inputs: PlanInputs,
): Planned<FoundUser> {
  const exact = findProfile(user, inputs)
  if (exact) return { value: { profile: exact, name: user } }
  const alike = profilesAlike(user, inputs)
  if (alike.length > 1) throw ambiguous(user, alike)
  const profile = alike[0] ?? findProfile('default', inputs)
  if (!profile) throw unknownUser({ user, role }, inputs)
  const { source } = chainOf(profile, inputs)
  const caller = identityOf(source, inputs)
  // A web identity token is for a role, so it does not belong to a user.
  if (!caller && source.tokenFor === undefined) {
    if (!alike[0] && nearest(user, namesIn(inputs))) throw unknownUser({ user, role }, inputs)
    return needIdentity(source, stsEndpointConfig(options, profile, inputs))
  }
  const name = caller && userNameOf(caller.arn)
  if (name !== undefined && isAlike(name, user)) return { value: { profile, name } }
  if (alike[0]) return { value: { profile, name: user } }
  const whose = caller?.arn ?? source.tokenFor
  const own = caller && userNameOf(caller.arn)
  if (own !== undefined && nearest(user, [own])) {
    throw unknownUser({ user, role }, inputs, { meanings: [`did you mean "${own}"?`] })
  }
  throw unknownUser({ user, role }, inputs, {
    reasons: [`the keys of [default] are those of ${whose}`],
  })
}

type UserRole = Pick<Extract<Target, { kind: 'user-role' }>, 'user' | 'role'>

export const profilesAlike = (user: string, { profiles }: PlanInputs): Profile[] =>
  [...profiles.profiles.values()].filter(({ name }) => isAlike(name, user))

/** IAM user names are unique regardless of case. */
const isAlike = (name: string, other: string) => name.toLowerCase() === other.toLowerCase()

interface UnknownUserHints {
  readonly meanings?: readonly string[]
  /** Why the keys of `[default]` are not those of the user. */
  readonly reasons?: readonly string[]
}

/** The error for a USER that no profile has the name of. */
export function unknownUser(
  { user, role }: UserRole,
  inputs: PlanInputs,
  { meanings = [], reasons = [] }: UnknownUserHints = {},
): UnknownProfile {
  const names = namesIn(inputs)
  return new UnknownProfile(
    `there is no profile "${user}", so there are no keys to assume a role with`,
    user,
    { profiles: names },
    {
      meanings: [...meanings, ...otherOrder(user, role, inputs)],
      otherwise: [
        ...(names.length > 0 ? howToFindProfile(inputs) : []),
        ...reasons,
        `to add the keys of a user "${user}": aws configure --profile ${shellWord(user)}`,
      ],
    },
  )
}

/** The second word is a profile: it is the user, or the whole target. */
function otherOrder(user: string, role: string, inputs: PlanInputs): string[] {
  const profile = findProfile(role, inputs)
  if (!profile) return []
  const words = hasStaticKeys(profile) ? [role, user] : [role]
  return [`did you mean assume ${words.map(shellWord).join(' ')}?`]
}

function ambiguous(user: string, alike: readonly Profile[]): AssumeError {
  const names = alike.map(({ name }) => `"${name}"`).join(' and ')
  return new AssumeError(`"${user}" could be ${names}`, ['write it as one of these'])
}
