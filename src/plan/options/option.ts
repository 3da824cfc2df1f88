/**
 * An option of the command line. The parser, the help, the completion, the hints that repeat a command
 * and the refusals are derived from this record.
 */
export interface OptionRecord {
  /** The long name: `--region`. */
  readonly name: `--${string}`
  /** The short name: `-r`. */
  readonly short?: `-${string}`
  /** The name of the value in the help: `REGION`. An option without it is a flag. */
  readonly metavariable?: string
  /** The option takes a list: each use adds a value. */
  readonly isRepeatable?: true
  /** A flag whose negation, `--no-…`, has a meaning of its own. Its value is undefined if it is absent. */
  readonly hasNegation?: true
  /** The values that a shell completes. */
  readonly completes?: 'profile' | 'region' | 'file' | readonly string[]
  readonly help: string
  /** Converts the text of the value. It throws UsageError for an invalid text. */
  readonly parse?: (text: string) => unknown
  /**
   * The option is a part of the request, so it reaches the plan. It selects another session, or leads to
   * the same one, as `--refresh` does. Other options are about the run and its messages.
   */
  readonly request?: 'another session' | 'same session'
  /**
   * A cached session that a wrapper takes without the core is what the option asks for, since the wrapper
   * says and asks nothing.
   */
  readonly isForFastPath?: true
  /** A hint that repeats the command line leaves the option out. */
  readonly isOmittedFromHints?: true
  /** The targets that do not support the option, with the reason. */
  readonly refusedBy?: { readonly [target in RefusingTarget]?: string }
}

/** The value of an option on the command line. */
export type Given<O extends OptionRecord> = O extends { metavariable: string }
  ? (O extends { isRepeatable: true } ? readonly string[] : string) | undefined
  : O extends { hasNegation: true }
    ? boolean | undefined
    : boolean

/** The value of an option in a request. */
export type Parsed<O extends OptionRecord> = O extends { parse: (text: string) => infer T }
  ? T
  : NonNullable<Given<O>>

export type RefusingTarget = keyof typeof refusingTargets

/** The targets that do not support every option, as messages name them. */
export const refusingTargets = {
  ssoRole: 'a role of IAM Identity Center',
  userKeys: 'a profile without a role',
  webIdentity: 'a role of a web identity',
  federation: 'the console with the keys of a user',
} as const
