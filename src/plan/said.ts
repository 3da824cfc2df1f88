import { type Profile, placeOf, text } from '../config/profile.ts'
import type { World } from './world.ts'

/** A value, and who says it: `AWS_CA_BUNDLE`, `~/.aws/config:12, ca_bundle`. */
export interface Said {
  readonly value: string
  readonly from: string
}

/** What the environment says, else what the profile says. An empty value says nothing. */
export function said(
  variable: string,
  key: string,
  profile: Profile | undefined,
  { env }: Pick<World, 'env'>,
): Said | undefined {
  const value = env[variable]
  if (value) return { value, from: variable }
  const own = profile && text(profile, key)
  if (!own) return undefined
  const place = placeOf(profile, key)
  return { value: own, from: place === undefined ? key : `${place}, ${key}` }
}

/** botocore takes `TRUE` as well, and anything else for false. */
export const isTrue = (flag: Said | undefined) => flag?.value.toLowerCase() === 'true'
