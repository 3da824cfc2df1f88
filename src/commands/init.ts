import { Command, Option } from 'clipanion'
import type { CommandContext } from './context.ts'
import { wrapperLine } from './wrapper-line.ts'

/** Prints the line that loads the wrapper; running that starts no process. */
export class InitCommand extends Command<CommandContext> {
  static override paths = [['init']]
  static override usage = Command.Usage({
    description: 'print the line that loads the wrapper into a shell',
    examples: [
      ['Load it now', 'eval "$($0 init zsh)"'],
      ['At every start, without running Node', '$0 init zsh >> ~/.zshrc'],
    ],
  })

  shell = Option.String({ name: 'SHELL' })

  async execute(): Promise<number> {
    this.context.stdout.write(`${wrapperLine(this.shell, this.context.program)}\n`)
    return 0
  }
}
