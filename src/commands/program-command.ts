import { TargetCommand } from './target.ts'

/** A command that runs a program: `-- CMD ARG…`, of which clipanion would make words of ours. */
export abstract class ProgramCommand extends TargetCommand {
  /** What stands after the first `--`; absent where there is none. */
  program?: readonly string[]
}
