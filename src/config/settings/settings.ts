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

/** The content of `~/.config/assume/config`. */
export interface Settings extends ValueSettings {
  /** Account names by account id of twelve digits. */
  readonly accounts?: ReadonlyMap<string, string>
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
