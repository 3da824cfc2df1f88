import { Command, Option } from 'clipanion'
import { heldSession } from '../exports/held-session.ts'
import { endSession } from '../exports/shell-change.ts'
import { UsageError } from '../model/errors.ts'
import type { CommandContext } from './context.ts'
import { chooseOutput, deliver } from './output.ts'
import { reportTo } from './report.ts'

/** Drops the session and puts back what the shell had before. */
export class UnsetCommand extends Command<CommandContext> {
  static override paths = [['unset'], ['--unset'], ['-u']]
  static override usage = Command.Usage({
    description: 'drop the session and put back what this shell had before',
  })

  format = Option.String('-f,--format', { description: 'bash, zsh, fish, posix' })
  quiet = Option.Boolean('--quiet', false, { description: 'say nothing but errors' })

  async execute(): Promise<number> {
    const { context } = this
    const output = chooseOutput(context, this.format)
    const { format } = output
    if (format.kind !== 'shell') throw new UsageError(`the format "${format.name}" cannot unset`)
    const report = reportTo(context, { quiet: this.quiet, debug: false })
    const { state } = heldSession(context.env)
    if (state === 'none') report.note('this shell holds no session of assume')
    else deliver(format.code(endSession(context.env)), output, context)
    return 0
  }
}
