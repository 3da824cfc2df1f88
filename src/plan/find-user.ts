import type { Profile } from '../config/profile.ts'
import { AssumeError } from '../model/errors.ts'
import { userNameOf } from './arn.ts'
import { chainOf } from './chain.ts'
import { filesOf, findProfile, missingHints } from './find-profile.ts'
import { type Found, identityOf, needIdentity } from './route.ts'
import type { World } from './world.ts'

/**
 * The profile with the keys of an IAM user: the one of that name, else the one whose name differs
 * in case alone, else `[default]` if AWS says that its keys are that user's. A mistyped name must
 * never get other keys.
 */
export function findUser(user: string, world: World): Found<Profile> {
  const exact = findProfile(user, world)
  if (exact) return { found: exact }
  const alike = [...world.profiles.profiles.values()].filter(
    ({ name }) => name.toLowerCase() === user.toLowerCase(),
  )
  if (alike.length > 1) throw ambiguous(user, alike)
  if (alike[0]) return { found: alike[0] }
  return defaultIfUsers(user, world)
}

function defaultIfUsers(user: string, world: World): Found<Profile> {
  const profile = findProfile('default', world)
  if (!profile) throw missing(user, world)
  const { source } = chainOf(profile, world)
  const caller = identityOf(source, world)
  if (!caller) return needIdentity(source)
  if (userNameOf(caller.arn)?.toLowerCase() === user.toLowerCase()) return { found: profile }
  throw missing(user, world, `, and the keys of [default] are those of ${caller.arn}`)
}

function missing(user: string, world: World, more = ''): AssumeError {
  const name = user
  return new AssumeError(
    `no profile "${name}" with the keys of that user is in ${filesOf(world)}${more}`,
    [...missingHints(user, world), `to add it: aws configure --profile ${name}`],
  )
}

function ambiguous(user: string, alike: readonly Profile[]): AssumeError {
  const names = alike.map(({ name }) => `"${name}"`).join(' and ')
  return new AssumeError(`"${user}" could be ${names}`, ['write it as one of these'])
}
