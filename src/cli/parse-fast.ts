import { TargetCommand } from '../commands/target.ts'
import type { CommandContext } from './context.ts'

/** What is no option, wherever it stands. */
const plain = /^[A-Za-z0-9][\w.@:/+=,-]*$/

/**
 * The target of a command line without an option, which is how most are. clipanion makes a machine of
 * all options before it looks at a word, which takes longer than finding a session that is cached; each
 * option by itself knows what it is when it is not given.
 *
 * @returns undefined where clipanion has to look.
 */
export function parseFast(words: readonly string[]): TargetCommand | undefined {
  if (words.length === 0 || !words.every((word) => plain.test(word))) return undefined
  const command = new TargetCommand()
  const fields = command as unknown as Record<string, unknown>
  for (const [name, option] of Object.entries(fields)) {
    if (isOption(option)) fields[name] = option.transformer(undefined, name, nothingGiven, {})
  }
  command.words = [...words]
  command.isPlain = true
  command.path = []
  return command
}

const nothingGiven = { options: [], positionals: [] }

/** As clipanion's `CommandOption`, of which it exports the type alone. */
interface UnreadOption {
  transformer(
    builder: undefined,
    name: string,
    state: typeof nothingGiven,
    context: Partial<CommandContext>,
  ): unknown
}

const isOption = (value: unknown): value is UnreadOption =>
  typeof value === 'object' && value !== null && 'transformer' in value
