import { Cli, type CommandClass, type Definition } from 'clipanion'
import type { OptionRecord } from '../plan/options/option.ts'
import type { CommandUsage } from './command-usage.ts'
import type { CommandContext } from './context.ts'
import { optionsOf } from './option-field.ts'

/** The texts of a command and the records of its options, for the help and for completion. */
export interface CommandPage extends Pick<Definition, 'path' | 'details' | 'examples'> {
  /** The name of the command; absent for the target. */
  readonly name?: string | undefined
  readonly group: CommandUsage['group']
  /** `assume login [PROFILE] [OPTIONS]` */
  readonly usage: string
  readonly description: string
  readonly options: readonly OptionRecord[]
}

export function commandPages(
  commands: readonly CommandClass<CommandContext>[],
): readonly CommandPage[] {
  return commands.flatMap((command) => {
    const [page] = Cli.from<CommandContext>(command, { binaryName: 'assume' }).definitions()
    if (!page) return []
    const { group, synopsis, description } = command.usage as CommandUsage
    const [, name] = page.path.split(' ')
    return [
      {
        ...page,
        name,
        group,
        usage: `${page.path} ${synopsis}`,
        description,
        options: optionsOf(command).map(([, record]) => record),
      },
    ]
  })
}
