import type { Origin } from './parse/section-name.ts'
import type { ConfigWarning } from './warnings/warning.ts'

/** One value of a profile and its location. */
export interface ProfileValue {
  /** A map for an indented block, such as the keys below `sts =` in a `[services]` section. */
  readonly value: string | ReadonlyMap<string, string>
  /** The file name for display: `~/.aws/config`. */
  readonly file: string
  readonly line: number
  readonly origin: Origin
  /** The value that the AWS CLI reads, if it differs. An empty object means that the AWS CLI reads none. */
  readonly cli?: { readonly value?: string }
  /** The key in the file, if it is one of another tool that means this key. */
  readonly writtenAs?: string
}

/** A profile, an sso-session or a services section. Keys are in lower case. */
export interface Profile {
  readonly name: string
  readonly keys: ReadonlyMap<string, ProfileValue>
  /**
   * The location of the section header. The config file takes precedence if both files have the
   * section.
   */
  readonly header?: { readonly file: string; readonly line: number }
  /** The file of the setting `profiles` that the section is from. Absent for one's own sections. */
  readonly team?: TeamFile
  /** Keys that are not honoured, because `trust_profiles` does not name their file. */
  readonly refused?: readonly RefusedKey[]
}

/** A file of the setting `profiles`. */
export interface TeamFile {
  /** The name for display. */
  readonly file: string
  readonly path: string
  /** The version that was read. */
  readonly identity: string
  readonly isTrusted: boolean
  /** The line of the settings that names the file. */
  readonly namedBy: string
}

export interface RefusedKey {
  readonly key: string
  readonly file: string
  readonly line: number
}

/** A profile that does not count, because another file has a profile of this name. */
export interface HiddenProfile {
  readonly name: string
  readonly file: string
  readonly line: number
  /** The file that counts. */
  readonly by: string
}

/** The content of the config and the credentials file. */
export interface Profiles {
  readonly profiles: ReadonlyMap<string, Profile>
  readonly ssoSessions: ReadonlyMap<string, Profile>
  readonly services: ReadonlyMap<string, Profile>
  readonly warnings: readonly ConfigWarning[]
  /**
   * The file names for display, even if the files do not exist. Absent if the variable of the file
   * is empty.
   */
  readonly files: { readonly config?: string; readonly credentials?: string }
  /** What the setting `profiles` adds. */
  readonly team?: {
    readonly files: readonly TeamFile[]
    readonly hidden: readonly HiddenProfile[]
  }
}

/** The value of a key. Undefined if the key is absent or an indented block. */
export function text(profile: Profile, key: string): string | undefined {
  const value = profile.keys.get(key)?.value
  return typeof value === 'string' ? value : undefined
}

/** A value of an indented block: `nestedText(services, 'sts', 'endpoint_url')`. */
export function nestedText(profile: Profile, block: string, key: string): string | undefined {
  const value = profile.keys.get(block)?.value
  return typeof value === 'object' ? value.get(key) : undefined
}

/**
 * The location of the key, or of the profile if the key is absent: `~/.aws/config:12`. Undefined
 * for a generated profile.
 */
export function placeOf(profile: Profile, key?: string): string | undefined {
  const place = (key === undefined ? undefined : profile.keys.get(key)) ?? profile.header
  return place && `${place.file}:${place.line}`
}

/** The location and the key as the file has it: `~/.aws/config:12, granted_sso_region`. */
export const keyAt = (profile: Profile, key: string): string =>
  `${placeOf(profile, key)}, ${profile.keys.get(key)?.writtenAs ?? key}`
