import { ProgramCommand } from '../commands/base/program-command.ts'
import { commandFor, target } from '../commands/index.ts'
import { TargetCommand } from '../commands/target.ts'
import type { CommandContext } from './context.ts'
import { splitAtDoubleDash } from './double-dash.ts'

/** A word that cannot be an option. */
const plain = /^[A-Za-z0-9][\w.@:/+=,-]*$/

/**
 * Parses the command line of a target without options, which is the usual case. clipanion builds a state
 * machine of all options before it reads a word, which takes longer than finding a cached session. Each
 * option can return its default value by itself.
 *
 * @returns undefined if clipanion has to parse the words.
 */
export async function parseFast(argv: readonly string[]): Promise<TargetCommand | undefined> {
  const registered = commandFor(argv[0])
  const path = argv.slice(0, registered === target ? 0 : 1)
  const hasProgram = registered.terminal === 'program'
  const { ours, program } = hasProgram ? splitAtDoubleDash(argv) : { ours: argv }
  if (!ours.every((word) => plain.test(word))) return undefined
  const Class = await registered.load()
  if (Class !== TargetCommand && !(Class.prototype instanceof TargetCommand)) return undefined
  const command = new Class() as TargetCommand
  const fields = command as unknown as Record<string, unknown>
  for (const [name, option] of Object.entries(fields)) {
    if (isOption(option)) fields[name] = option.transformer(undefined, name, nothingGiven, {})
  }
  command.words = ours.slice(path.length)
  command.namesTarget = path.length === 0
  command.path = path
  if (command instanceof ProgramCommand) {
    command.typed = command.words
    if (program) command.program = program
  }
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
