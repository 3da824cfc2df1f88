import type { Terminal } from './context.ts'
import type { Reporter } from './reporter.ts'

/** How to talk to the person there, if there is one. */
export interface Interaction {
  readonly report: Reporter
  /** Where questions are asked. */
  readonly terminal: Terminal
  /** `--no-input`: a question is an error. */
  readonly noInput: boolean
  /** Why that is so, where it is not by `--no-input`. */
  readonly noInputBecause?: string
  /** `--yes`: whoever asks means what the setting `danger` wants confirmed. */
  readonly yes?: boolean
  now(): Date
  /** Aborted by a signal that ends the program: what is half done is to be undone. */
  readonly interrupted: AbortSignal
}
