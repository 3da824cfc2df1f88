import { TargetCommand } from '../target.ts'

/** A command that runs a program: `-- CMD ARG…`. clipanion would treat those words as words of assume. */
export abstract class ProgramCommand extends TargetCommand {
  /** The words after the first `--`; absent if there is none. */
  program?: readonly string[]
}
