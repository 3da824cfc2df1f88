import { type Profile, placeOf, text } from '../config/profile.ts'
import { AssumeError } from '../model/errors.ts'
import type { PlanInputs } from './plan-inputs.ts'

/** A value and its location: `AWS_CA_BUNDLE`, `~/.aws/config:12, ca_bundle`. */
export interface Resolved {
  readonly value: string
  readonly location: string
}

/** Returns the value of the environment, or else of the profile. An empty value counts as unset. */
export function resolve(
  variable: string,
  key: string,
  profile: Profile | undefined,
  { env }: Pick<PlanInputs, 'env'>,
): Resolved | undefined {
  const value = env[variable]
  if (value) return { value, location: variable }
  const own = profile && text(profile, key)
  if (!own) return undefined
  const place = placeOf(profile, key)
  return { value: own, location: place === undefined ? key : `${place}, ${key}` }
}

/**
 * Returns the value of the profile, even if it is empty. Use it for keys that assume must not
 * ignore.
 *
 * @throws AssumeError for an indented block, which is not a value.
 */
export function resolveInProfile(profile: Profile | undefined, key: string): Resolved | undefined {
  if (!profile?.keys.has(key)) return undefined
  const value = text(profile, key)
  const location = `${placeOf(profile, key)}, ${key}`
  if (value !== undefined) return { value, location }
  throw new AssumeError(`${location}: the value does not begin on the line of its key`, [
    `begin it there, and indent what follows: ${key} = …`,
  ])
}

/** botocore accepts any case of `true` and reads every other value as false. */
export const isTrue = (flag: Resolved | undefined) => flag?.value.toLowerCase() === 'true'
