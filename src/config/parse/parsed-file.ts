import type { ProfileValue } from '../profile.ts'

/** One line of a file, without surrounding white space. */
export interface Line {
  readonly number: number
  readonly text: string
}

export interface ParsedValue extends ProfileValue {
  /** The indented lines below the key that are part of its value, if there are any. */
  readonly continued?: readonly Line[]
}

export interface ParsedSection {
  readonly line: number
  readonly values: ReadonlyMap<string, ParsedValue>
}

export interface Problem {
  readonly line: number
  readonly message: string
  readonly hint: string
  /** botocore, and therefore the AWS CLI, raises an error here and reads nothing of the file. */
  readonly refused: true
}

export interface ParsedFile {
  /** The sections by the text between `[` and `]`, in the order of the file. */
  readonly sections: ReadonlyMap<string, ParsedSection>
  /** The line of `[DEFAULT]`. The sections above already contain its keys. */
  readonly defaultsLine: number | undefined
  readonly problems: readonly Problem[]
}
