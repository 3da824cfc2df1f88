/** Statements of a shell file that repeat names from TypeScript files. */
export interface Block {
  readonly file: string
  readonly title: string
  /** The files that define the names. */
  readonly from: string
  /** The lines without the indentation of the block. */
  readonly lines: readonly string[]
}
