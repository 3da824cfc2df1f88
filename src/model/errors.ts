/** A function where they take long to find, and may not be wanted. */
type Hints = readonly string[] | (() => readonly string[])

/**
 * Something the user or AWS can fix. `cli.ts` prints it as `assume: MESSAGE`, then each hint as
 * `  hint: …`, a next step that can be pasted. Never holds a secret.
 */
export class AssumeError extends Error {
  readonly exitCode: number = 1
  readonly #hints: Hints

  constructor(message: string, hints: Hints = [], options?: ErrorOptions) {
    super(message, options)
    this.#hints = hints
  }

  get hints(): readonly string[] {
    return typeof this.#hints === 'function' ? this.#hints() : this.#hints
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
  /** What is still to be done before the program ends, and soon. It never fails. */
  ending: Promise<void> | undefined
  #told: readonly string[] = []

  constructor(exitCode = 130) {
    super('cancelled, nothing was changed')
    this.exitCode = exitCode
  }

  /** What is said instead, by a command that has changed something by then. */
  tell(message: string, hints: readonly string[]): this {
    this.message = message
    this.#told = hints
    return this
  }

  override get hints(): readonly string[] {
    return this.#told
  }
}
