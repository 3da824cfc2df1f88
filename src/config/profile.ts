import type { Origin } from './parse/section-name.ts'
import type { ConfigWarning } from './warnings/warning.ts'

/** One value of a profile, and where it stands. */
export interface ProfileValue {
  /** A map for an indented block, such as the keys below `sts =` in a `[services]` section. */
  readonly value: string | ReadonlyMap<string, string>
  /** As shown to people: `~/.aws/config`. */
  readonly file: string
  readonly line: number
  readonly origin: Origin
  /** What the AWS CLI reads for this key, where that is another value, or none. */
  readonly cli?: { readonly value?: string }
}

/** A profile, an sso-session or a services section. Keys are in lower case. */
export interface Profile {
  readonly name: string
  readonly keys: ReadonlyMap<string, ProfileValue>
  /** Where its section begins; the one in the config file, if it is in both. */
  readonly header?: { readonly file: string; readonly line: number }
}

/** Everything that the config and the credentials file say. */
export interface Profiles {
  readonly profiles: ReadonlyMap<string, Profile>
  readonly ssoSessions: ReadonlyMap<string, Profile>
  readonly services: ReadonlyMap<string, Profile>
  readonly warnings: readonly ConfigWarning[]
  /** As shown to people, whether they exist or not; absent where the environment says "no file". */
  readonly files: { readonly config?: string; readonly credentials?: string }
}

/** The value of a key, unless it is absent or an indented block. */
export function text(profile: Profile, key: string): string | undefined {
  const value = profile.keys.get(key)?.value
  return typeof value === 'string' ? value : undefined
}

/** A value of an indented block: `nestedText(services, 'sts', 'endpoint_url')`. */
export function nestedText(profile: Profile, block: string, key: string): string | undefined {
  const value = profile.keys.get(block)?.value
  return typeof value === 'object' ? value.get(key) : undefined
}

/** `~/.aws/config:12`, where the key stands, or else the profile; undefined for one made up. */
export function placeOf(profile: Profile, key?: string): string | undefined {
  const place = (key === undefined ? undefined : profile.keys.get(key)) ?? profile.header
  return place && `${place.file}:${place.line}`
}
