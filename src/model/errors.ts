/**
 * Something the user or AWS can mend. `cli.ts` prints it as `assume: MESSAGE`, then each hint as
 * `  hint: …`, a next step that can be pasted. Never holds a secret.
 */
export class AssumeError extends Error {
  readonly exitCode: number = 1
  readonly hints: readonly string[]

  constructor(message: string, hints: readonly string[] = [], options?: ErrorOptions) {
    super(message, options)
    this.hints = hints
  }
}

/** The command line itself is wrong. */
export class UsageError extends AssumeError {
  override readonly exitCode = 2
}

/** A person is needed (a code, a sign-in), and there is no terminal or `--no-input` was given. */
export class NeedsPersonError extends AssumeError {
  override readonly exitCode = 3
}

/** The program to run cannot be, with the status that shells give: 127 not found, 126 not executable. */
export class ProgramError extends AssumeError {
  override readonly exitCode: 126 | 127

  constructor(exitCode: 126 | 127, message: string, hints: readonly string[]) {
    super(message, hints)
    this.exitCode = exitCode
  }
}

/** Ctrl-C, or another signal that ends a program: 128 + its number. */
export class InterruptedError extends AssumeError {
  override readonly exitCode: number

  constructor(exitCode = 130) {
    super('cancelled, nothing was changed')
    this.exitCode = exitCode
  }
}
