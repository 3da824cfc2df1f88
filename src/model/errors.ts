/** A function computes hints that take long and may not be needed. */
type Hints = readonly string[] | (() => readonly string[])

/**
 * An error that the user or AWS can fix. `cli.ts` prints it as `assume: MESSAGE` and each hint as `
 * hint: …`, which is a next step to paste. It never contains a secret.
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

/** The command line is invalid. */
export class UsageError extends AssumeError {
  override readonly exitCode = 2
}

/** A person is needed (for a code or a sign-in), but there is no terminal or `--no-input` is set. */
export class NeedsPersonError extends AssumeError {
  override readonly exitCode = 3
}

/** The program cannot run. The exit status is that of shells: 127 not found, 126 not executable. */
export class ProgramError extends AssumeError {
  override readonly exitCode: 126 | 127

  constructor(exitCode: 126 | 127, message: string, hints: readonly string[]) {
    super(message, hints)
    this.exitCode = exitCode
  }
}

/** Ctrl-C, or another signal that ends a program. The exit status is 128 plus its number. */
export class InterruptedError extends AssumeError {
  override readonly exitCode: number
  /** Short clean-up work before the program ends. The promise never rejects. */
  ending: Promise<void> | undefined
  #told: readonly string[] = []

  constructor(exitCode = 130) {
    super('cancelled, nothing was changed')
    this.exitCode = exitCode
  }

  /** Replaces the message in a command that has already changed something. */
  tell(message: string, hints: readonly string[]): this {
    this.message = message
    this.#told = hints
    return this
  }

  override get hints(): readonly string[] {
    return this.#told
  }
}
