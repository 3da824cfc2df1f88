/** Messages to people on stderr. `cli.ts` prints errors. */
export interface Reporter {
  /** A decision of assume that may surprise the user. Silent with `--quiet`. */
  note(text: string): void
  /** The current activity, for a waiting person. Silent with `--quiet`, and if stderr is not a terminal. */
  progress(text: string): void
  /** A problem in the user's files. Silent with `--quiet`. */
  warning(text: string, hint?: string): void
  /** Each step, with `--debug`. It never contains a secret. */
  debug(text: string): void
  /** The stderr of a program that assume runs, without delay, also with `--quiet`. */
  passOn(text: string): Promise<void>
}
