import { Cli, type Command, type CommandClass } from 'clipanion'
import { ProgramCommand } from '../commands/base/program-command.ts'
import { commandFor, target } from '../commands/index.ts'
import { TargetCommand } from '../commands/target.ts'
import type { Context, Environment } from '../model/context.ts'
import type { UsageError } from '../model/errors.ts'
import { hasProgram } from '../programs/find-program.ts'
import type { CommandContext } from './context.ts'
import { splitAtDoubleDash } from './double-dash.ts'
import { missingDoubleDash } from './mistakes/missing-double-dash.ts'
import { usageMistake } from './mistakes/usage-mistake.ts'
import { optionsOf } from './option-field.ts'

// Import this file on demand: clipanion's parser takes as long to build as everything after it.

/**
 * Parses a command line.
 *
 * @throws UsageError for words that do not fit.
 */
export async function parseCommand(
  argv: readonly string[],
  { env }: Pick<Context, 'env'>,
): Promise<Command<CommandContext>> {
  const called = await commandFor(argv[0]).load()
  const runsProgram = called.prototype instanceof ProgramCommand
  const { ours, program } = runsProgram ? splitAtDoubleDash(argv) : { ours: argv }
  const cli = Cli.from(called)
  const command = parse(cli, ours)
  if (!command) throw await mistakeIn(ours, called, runsProgram && !program ? env : undefined)
  if (command instanceof ProgramCommand) {
    command.typed = ours.slice(1)
    if (program) command.program = program
  }
  // After an option, the name of a command is a profile.
  if (command instanceof TargetCommand) command.namesTarget = isTarget(command.words[0])
  return command
}

/** @returns undefined if clipanion cannot parse the words. */
function parse(cli: Cli<CommandContext>, words: readonly string[]) {
  try {
    return cli.process([...words], {} as CommandContext)
  } catch (error) {
    if (error instanceof Error && 'clipanion' in error) return undefined
    throw error
  }
}

/** @param env the environment of a program that can be among the words. */
async function mistakeIn(
  words: readonly string[],
  called: CommandClass<CommandContext>,
  env: Environment | undefined,
): Promise<UsageError> {
  const isOfTarget = commandFor(words[0]) === target
  const path = isOfTarget ? 'assume' : `assume ${words[0]}`
  const others = words.slice(isOfTarget ? 0 : 1)
  const options = optionsOf(called).map(([, record]) => record)
  const isProgram = (word: string) => env !== undefined && hasProgram(word, env)
  const missing = env && missingDoubleDash({ path, words: others, options, isProgram })
  return missing ?? usageMistake(path, others, called)
}

const isTarget = (word: string | undefined) =>
  word !== undefined && word !== 'help' && commandFor(word) === target
