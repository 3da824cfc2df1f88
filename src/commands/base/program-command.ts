import type { CommandClass } from 'clipanion'
import type { CommandContext } from '../../cli/context.ts'
import { optionsOf } from '../../cli/option-field.ts'
import type { UsageError } from '../../model/errors.ts'
import { hasProgram } from '../../programs/find-program.ts'
import { TargetCommand, withoutCode } from '../target.ts'

/** A command that runs a program: `-- CMD ARG…`. clipanion would treat those words as words of assume. */
export abstract class ProgramCommand extends TargetCommand {
  /** The words after the first `--`; absent if there is none. */
  program?: readonly string[]
  /** The words between the name of the command and `--`, as typed. */
  typed: readonly string[] = []

  /** The error for a program without `--` before it; undefined if there is none. */
  protected async missingDoubleDash(): Promise<UsageError | undefined> {
    const words = withoutCode(this.words).length + (this.profile === undefined ? 0 : 1)
    if (this.program || words < 2) return undefined
    const { missingDoubleDash } = await import('../../cli/mistakes/missing-double-dash.ts')
    return missingDoubleDash({
      path: `assume ${this.path.join(' ')}`,
      words: this.typed,
      options: optionsOf(this.constructor as CommandClass<CommandContext>).map(([, each]) => each),
      isProgram: (word) => hasProgram(word, this.context.env),
    })
  }
}
