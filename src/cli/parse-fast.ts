import { TargetCommand } from '../commands/target.ts'
import type { CommandContext } from './context.ts'

/** A word that cannot be an option. */
const plain = /^[A-Za-z0-9][\w.@:/+=,-]*$/

/**
 * Parses a command line without options, which is the usual case. clipanion builds a state machine of all
 * options before it reads a word, which takes longer than finding a cached session. Each option can return
 * its default value by itself.
 *
 * @returns undefined if clipanion has to parse the words.
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

/** clipanion's `CommandOption`, of which it exports only the type. */
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

/** Splits the words at the first `--` into the words of assume and the program with its arguments. */
export function splitAtDoubleDash(argv: readonly string[]) {
  const at = argv.indexOf('--')
  return at < 0 ? { ours: argv } : { ours: argv.slice(0, at), program: argv.slice(at + 1) }
}
