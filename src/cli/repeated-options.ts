import type { Command, CommandClass } from 'clipanion'
import type { CommandContext } from './context.ts'
import { optionsOf } from './option-field.ts'

/** The words that repeat the given options of a command in a hint. */
export function repeatedOptions(command: Command<CommandContext>): string[] {
  const given = command as unknown as Readonly<Record<string, unknown>>
  return optionsOf(command.constructor as CommandClass<CommandContext>)
    .filter(([, { isOmittedFromHints }]) => !isOmittedFromHints)
    .flatMap(([field, { name }]) => wordsFor(name, given[field]))
}

function wordsFor(name: string, value: unknown): string[] {
  if (value === undefined || value === false) return []
  if (value === true) return [name]
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  // A separate value that starts with a dash would be an option.
  return values
    .map(String)
    .flatMap((each) => (each.startsWith('-') ? [`${name}=${each}`] : [name, each]))
}
