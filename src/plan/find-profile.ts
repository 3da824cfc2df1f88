import type { Profile } from '../config/profile.ts'
import { AssumeError } from '../model/errors.ts'
import { nearest } from '../model/nearest.ts'
import type { World } from './world.ts'

export const findProfile = (name: string, world: World): Profile | undefined =>
  world.profiles.profiles.get(name)

/**
 * @param subject begins the message: `profile "prod"`.
 * @throws AssumeError that says where it was looked for, and which name it could have been.
 */
export function profileNamed(name: string, world: World, subject: string): Profile {
  const profile = findProfile(name, world)
  if (profile) return profile
  throw noProfile(name, world, subject)
}

export const noProfile = (
  name: string,
  world: World,
  subject: string,
  more: readonly string[] = [],
) =>
  new AssumeError(`${subject} is not in ${filesOf(world)}`, () => [
    ...more,
    ...missingHints(name, world),
  ])

/** `~/.aws/config or ~/.aws/credentials` */
export function filesOf(world: World): string {
  const { config, credentials } = world.profiles.files
  return [config, credentials].filter((file) => file !== undefined).join(' or ') || 'any file'
}

export function missingHints(name: string, world: World): string[] {
  const names = [...world.profiles.profiles.keys()]
  const meant = nearest(name, names)
  if (meant !== undefined) return [`did you mean "${meant}"?`]
  if (names.length === 0) return ['there is no profile at all yet: aws configure']
  const shown = names.slice(0, 8)
  return [`profiles there: ${shown.join(', ')}${names.length > shown.length ? ' …' : ''}`]
}
