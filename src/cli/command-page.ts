import { Cli, type CommandClass, type Definition } from 'clipanion'
import type { OptionRecord } from '../plan/options/option.ts'
import type { CommandContext } from './context.ts'
import { optionsOf } from './option-field.ts'

/** The texts of a command and the records of its options, for the help and for completion. */
export interface CommandPage extends Omit<Definition, 'options'> {
  /** The name of the command; absent for the target. */
  readonly name?: string | undefined
  readonly options: readonly OptionRecord[]
}

export function commandPages(
  commands: readonly CommandClass<CommandContext>[],
): readonly CommandPage[] {
  return commands.flatMap((command) => {
    const [page] = Cli.from<CommandContext>(command, { binaryName: 'assume' }).definitions()
    if (!page) return []
    const [, name] = page.path.split(' ')
    return [{ ...page, name, options: optionsOf(command).map(([, record]) => record) }]
  })
}
