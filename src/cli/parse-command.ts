import { Cli, type Command } from 'clipanion'
import { ProgramCommand } from '../commands/base/program-command.ts'
import { commandFor, target } from '../commands/index.ts'
import { TargetCommand } from '../commands/target.ts'
import { UsageError } from '../model/errors.ts'
import type { CommandContext } from './context.ts'
import { splitAtDoubleDash } from './double-dash.ts'

// Import this file on demand: clipanion's parser takes as long to build as everything after it.

/**
 * Parses a command line.
 *
 * @throws UsageError for words that do not fit.
 */
export async function parseCommand(argv: readonly string[]): Promise<Command<CommandContext>> {
  const called = await commandFor(argv[0]).load()
  const runsProgram = called.prototype instanceof ProgramCommand
  const { ours, program } = runsProgram ? splitAtDoubleDash(argv) : { ours: argv }
  const cli = Cli.from(called)
  const command = parseOrExplain(() => cli.process([...ours], {} as CommandContext), argv)
  if (command instanceof ProgramCommand && program) command.program = program
  // After an option, the name of a command is a profile.
  if (command instanceof TargetCommand) command.namesTarget = isTarget(command.words[0])
  return command
}

const isTarget = (word: string | undefined) =>
  word !== undefined && word !== 'help' && commandFor(word) === target

/** Converts clipanion's parse errors, without its colours and its list of all usages. */
function parseOrExplain<T>(parse: () => T, [word]: readonly string[]): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof Error && 'clipanion' in error)) throw error
    const [complaint = ''] = error.message.replace(/^Unknown Syntax Error: /, '').split('\n')
    const page = commandFor(word).isEvaluated ? 'assume --help' : `assume ${word} --help`
    // clipanion reports invalid options as an unknown command.
    const message = complaint.startsWith('Command not found')
      ? 'one of the options is unknown, lacks its value, or takes none'
      : complaint.replace(/[.:]$/, '')
    throw new UsageError(message, [page])
  }
}
