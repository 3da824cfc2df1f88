import type { ConfigWarning } from '../warnings/warning.ts'
import type { DangerPattern } from './danger-patterns.ts'

/** The content of `~/.config/assume/config`, unchecked. The code that uses a value checks it. */
export interface Settings {
  readonly duration?: string
  readonly region?: string
  readonly sessionName?: string
  readonly cache?: string
  readonly cacheDir?: string
  readonly awsCliCache?: string
  readonly mfaSessionDuration?: string
  /** The command that opens a page. */
  readonly browser?: string
  readonly mfaProcess?: string
  readonly autoRefresh?: string
  readonly prompt?: string
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

/** The settings with a text value. */
export type SettingName = Exclude<
  keyof Settings,
  'accounts' | 'guards' | 'dangerCache' | 'file' | 'files' | 'warnings'
>

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
