/** What people are told on stderr, beside the errors that `cli.ts` prints. */
export interface Reporter {
  /** Something that was decided for them and may surprise. Silent with `--quiet`. */
  note(text: string): void
  /** What is going on, for a person who waits. Silent with `--quiet`, and where stderr is no terminal. */
  progress(text: string): void
  /** Something in their files to fix. Silent with `--quiet`. */
  warning(text: string, hint?: string): void
  /** Each step, with `--debug`. Never a secret. */
  debug(text: string): void
  /** What a program that we run says on its own stderr, as it comes, also with `--quiet`. */
  passOn(text: string): Promise<void>
}
