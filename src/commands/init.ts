import { Command, Option } from 'clipanion'
import { commandUsage } from '../cli/command-usage.ts'
import type { CommandContext } from '../cli/context.ts'
import { optionField } from '../cli/option-field.ts'
import { reportTo } from '../cli/report.ts'
import { wrappedShell, wrapperLine, wrapperPath } from '../cli/wrapper-line.ts'
import { commandName } from '../model/command-name.ts'
import { UsageError } from '../model/errors.ts'
import { userShell } from '../programs/user-shell.ts'

/** Prints the line that loads the wrapper. The line itself starts no process. */
export class InitCommand extends Command<CommandContext> {
  static override paths = [['init']]
  static override usage = commandUsage({
    group: 'Set up',
    synopsis: 'SHELL [OPTIONS]',
    description: 'print the line that loads assume into a shell',
    examples: [
      ['Load it now', 'eval "$($0 init zsh)"'],
      ['Load it in every shell, without running Node.js', '$0 init zsh >> ~/.zshrc'],
      [
        'Under another name, if another program is called assume',
        '$0 init zsh --cmd as >> ~/.zshrc',
      ],
    ],
  })

  shell = Option.String({ name: 'SHELL' })
  cmd = optionField({
    name: '--cmd',
    metavariable: 'NAME',
    help: 'name of the command in that shell',
  })
  printPath = optionField({
    name: '--print-path',
    help: 'print only the path of the wrapper',
  })

  async execute(): Promise<number> {
    const { program, writer, env, isTerminal } = this.context
    const name = this.cmd ?? (commandName(env) === 'assume' ? undefined : commandName(env))
    if (this.printPath && this.cmd !== undefined) {
      throw new UsageError('--cmd and --print-path cannot be used together', [
        'set __assume_cmd before you source it (docs/shells.md)',
      ])
    }
    const shell = wrappedShell(this.shell, userShell(this.context))
    const text = this.printPath ? wrapperPath(shell, program) : wrapperLine(shell, program, name)
    await writer.toStdout(`${text}\n`)
    if (isTerminal(1) && isTerminal(2)) await this.noteTheme()
    return 0
  }

  /** Notes a prompt theme of this shell that does not show the session. */
  private async noteTheme(): Promise<void> {
    const { silentThemes } = await import('../doctor/checks/prompt-theme.ts')
    const report = reportTo(this.context, { quiet: false, debug: false })
    for (const { name, shell, why, line } of silentThemes(this.context)) {
      if (shell === this.shell) report.warning(`${name} shows no segment of assume: ${why}`, line)
    }
  }
}
