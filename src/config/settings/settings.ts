import type { ConfigWarning } from '../warnings/warning.ts'
import type { DangerPattern } from './danger-patterns.ts'

/** What `~/.config/assume/config` says, as written there: whoever uses a value checks it. */
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
  /** What people call an account, by its twelve digits. */
  readonly accounts?: ReadonlyMap<string, string>
  /** What `danger` says, file by file. */
  readonly guards: readonly Guard[]
  /** `off`: no session of a target of `danger` is on disk. */
  readonly dangerCache?: 'on' | 'off'
  /** As shown to people; it may not exist. */
  readonly file: string
  /** All that were looked for, and the same file once. */
  readonly files: readonly SettingsFile[]
  readonly warnings: readonly ConfigWarning[]
}

/** Those that are a text. */
export type SettingName = Exclude<
  keyof Settings,
  'accounts' | 'guards' | 'dangerCache' | 'file' | 'files' | 'warnings'
>

/** The patterns of `danger` in one file, with the names that its `[accounts]` gives. */
export interface Guard {
  readonly patterns: readonly DangerPattern[]
  readonly accounts: ReadonlyMap<string, string>
}

export interface SettingsFile {
  /** As shown to people. */
  readonly file: string
  readonly isThere: boolean
  /** Of this file nothing counts but `danger` and `danger_cache`. */
  readonly isForDanger?: true
}
