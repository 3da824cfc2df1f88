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
  /** The command lets the user choose if the target is only a part of a name. */
  readonly picks?: boolean
  now(): Date
  /** Aborted by a signal that ends the program. Incomplete work must then be undone. */
  readonly interrupted: AbortSignal
}
