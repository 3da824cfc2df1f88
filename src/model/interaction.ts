import type { Terminal } from './context.ts'
import type { Reporter } from './reporter.ts'

/** The way to interact with the user, if there is one. */
export interface Interaction {
  readonly report: Reporter
  /** The terminal for questions. */
  readonly terminal: Terminal
  /** `--no-input`: a question is an error. */
  readonly noInput: boolean
  /** The reason for `noInput`, if it is not the option `--no-input`. */
  readonly noInputBecause?: string
  /** `--yes`: confirms what the setting `danger` guards. */
  readonly yes?: boolean
  /**
   * Whether the user can choose if the target is only a part of a name. A function, because a look at the
   * terminal takes time that a cached session does not need.
   */
  canUserPick?(): boolean
  now(): Date
  /** Aborted by a signal that ends the program. Incomplete work must then be undone. */
  readonly interrupted: AbortSignal
}
