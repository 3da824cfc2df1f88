import { Command } from 'clipanion'
import { commandUsage } from '../cli/command-usage.ts'
import type { CommandContext } from '../cli/context.ts'
import { formatOption, optionField } from '../cli/option-field.ts'
import { chooseOutput, deliver } from '../cli/output.ts'
import { reportTo } from '../cli/report.ts'
import { activeSession } from '../formats/active-session.ts'
import { formats, staysInShell } from '../formats/index.ts'
import { endSession, plainVariables } from '../formats/shell-change.ts'
import { UsageError } from '../model/errors.ts'
import { optionTable } from '../plan/options/options.ts'

/** Ends the session and restores the previous variables of the shell. */
export class UnsetCommand extends Command<CommandContext> {
  static override paths = [['unset'], ['--unset'], ['-u']]
  static override usage = commandUsage({
    group: 'Get credentials',
    synopsis: '[OPTIONS]',
    description: 'drop the session and restore the variables that this shell had before',
  })

  format = optionField(formatOption(formats.filter(staysInShell).map(({ name }) => name)))
  quiet = optionField(optionTable.quiet)

  async execute(): Promise<number> {
    const { context } = this
    const output = chooseOutput(context, this.format, () => this.path)
    const { format } = output
    if (format.kind !== 'shell' && format.kind !== 'assignments') {
      throw new UsageError(`--format ${format.name} cannot unset variables`)
    }
    const report = reportTo(context, { quiet: this.quiet, debug: false })
    const { state } = activeSession(context.env)
    if (state === 'none') {
      report.note('this shell has no session from assume')
      // nushell's `load-env` needs a record, which can be empty.
      if (format.kind === 'assignments') await deliver(format.lines({}), output, context)
      return 0
    }
    const change = endSession(context.env)
    if (format.kind === 'shell') await deliver(format.code(change), output, context)
    else {
      await deliver(format.lines(plainVariables(change)), output, context)
      report.note(
        `the session is dropped; --format ${format.name} does not restore earlier variables`,
      )
    }
    return 0
  }
}
