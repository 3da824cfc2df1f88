import type { Command } from 'clipanion'
import { commands } from '../../commands/index.ts'
import { TargetCommand, withoutCode } from '../../commands/target.ts'
import { UsageError } from '../../model/errors.ts'
import { nearest } from '../../model/nearest.ts'
import { similarNames } from '../../plan/similar-names.ts'
import type { UnknownProfile } from '../../plan/unknown-profile.ts'
import type { CommandContext } from '../context.ts'
import { commandElsewhere } from './command-elsewhere.ts'

// Import this file on demand: a word that is known needs none of it.

/** Hints after the third are rarely read. */
const mostHints = 3

/**
 * The error for a first word that names neither a profile nor a command. After the name of a command, the
 * error stays as it is.
 */
export function unknownWord(error: UnknownProfile, command: Command<CommandContext>): UsageError {
  const { word, names, meanings } = error
  const isFirst = command instanceof TargetCommand && command.path.length === 0
  if (!isFirst || command.words[0] !== word) return error
  const words = withoutCode(command.words)
  const message = `there is no profile or command "${word}"`
  const quoted = unquoted(words)
  if (quoted !== undefined) return new UsageError(message, [quoted])
  const known = commandElsewhere(words)
  const similar = nearest(word, commandNames)
  const likely = [
    known ?? (similar && `did you mean assume ${similar}?`),
    similarNames(word, names),
    ...(known === undefined ? meanings : []),
  ].filter((hint) => hint !== undefined)
  const hints = likely.length > 0 ? likely : error.hints
  return new UsageError(message, hints.slice(0, mostHints))
}

/** The hint for an account name with spaces and no quotes: `Prod Account:ReadOnly`. */
function unquoted(words: readonly string[]): string | undefined {
  const [account, role, ...others] = words.join(' ').split(':')
  const hasSpace = words.length > 1 && words.at(-1)?.includes(':')
  if (!hasSpace || !role || others.length > 0 || /\d{12}$/.test(account ?? '')) return undefined
  return `a name with spaces needs quotes: assume "${words.join(' ')}"`
}

/** The names of all commands. */
export const commandNames = commands.flatMap(({ words }) =>
  words.filter((word) => !word.startsWith('-')),
)
