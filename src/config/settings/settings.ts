import type { ConfigWarning } from '../warnings/warning.ts'
import type { DangerPattern } from './danger-patterns.ts'

/** The values of the settings, after they are checked. */
export interface SettingValues {
  /** Seconds. */
  readonly duration: number | 'max'
  readonly region: string
  readonly sessionName: string
  readonly cache: 'on' | 'off'
  /** A full path. */
  readonly cacheDir: string
  readonly awsCliCache: 'read' | 'write' | 'off'
  /** Seconds. */
  readonly mfaSessionDuration: number
  readonly mfaProcess: Command
  /** Seconds. */
  readonly autoRefresh: number | 'off'
  readonly prompt: string
  /** The command that opens a page. */
  readonly browser: Command
  /** Seconds for which a list of the roles of IAM Identity Center counts as current. */
  readonly ssoIndex: number | 'off'
  /** Full paths of config files that a team maintains. */
  readonly profiles: readonly string[]
  /** Those of them whose profiles can run programs. */
  readonly trustProfiles: readonly string[]
}

export type SettingName = keyof SettingValues

/** A program and its arguments. */
export type Command = readonly [program: string, ...args: string[]]

/** A value and its location: `~/.config/assume/config:3, duration`. */
export interface Setting<T> {
  readonly value: T
  readonly location: string
}

type ValueSettings = { readonly [name in SettingName]?: Setting<SettingValues[name]> }

/** The values of a `[target]` section, after they are checked. */
export interface TargetValues {
  readonly region: string
  /** Seconds. */
  readonly duration: number | 'max'
  /** The label in the prompt. */
  readonly label: string
  /** The colour of the segment in the prompt. */
  readonly promptColour: string
  /** The page that `assume console` opens: `s3`. */
  readonly consoleService: string
}

/** Defaults for the targets that a pattern matches. */
export type TargetDefaults = { readonly [name in keyof TargetValues]?: Setting<TargetValues[name]> }

/** A section `[target "PATTERN"]`. Its `danger` is a pattern of the guards. */
export interface TargetSection {
  readonly pattern: string
  readonly file: string
  /** The line of the header. */
  readonly line: number
  readonly values: TargetDefaults
}

/** The content of `~/.config/assume/config`. */
export interface Settings extends ValueSettings {
  /** Account names by account id of twelve digits. */
  readonly accounts?: ReadonlyMap<string, string>
  /** The `[target]` sections in the order of the file. Absent if there are none. */
  readonly targets?: readonly TargetSection[]
  /** The `danger` patterns by file. */
  readonly guards: readonly Guard[]
  /** `off` keeps sessions of dangerous targets off the disk. */
  readonly dangerCache?: 'on' | 'off'
  /** The file name for display. The file may not exist. */
  readonly file: string
  /** All files that assume looked for, without duplicates. */
  readonly files: readonly SettingsFile[]
  readonly warnings: readonly ConfigWarning[]
}

/** The patterns of `danger` in one file, with the account names of its `[accounts]`. */
export interface Guard {
  readonly patterns: readonly DangerPattern[]
  readonly accounts: ReadonlyMap<string, string>
}

export interface SettingsFile {
  /** The name for display. */
  readonly file: string
  readonly isThere: boolean
  /** Only `danger` and `danger_cache` of this file count. */
  readonly isForDanger?: true
}
