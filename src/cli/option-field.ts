import { type CommandClass, Option } from 'clipanion'
import type { Given, OptionRecord } from '../plan/options/option.ts'
import type { CommandContext } from './context.ts'

/** Declares an option of a command. clipanion replaces the value of the field when it parses a command line. */
export function optionField<const O extends OptionRecord>(record: O): Given<O> {
  return Object.assign(parserOf(record), { record }) as unknown as Given<O>
}

function parserOf(record: OptionRecord): object {
  const { metavariable, isRepeatable, hasNegation, help } = record
  const names = namesOf(record).join(',')
  // Without a description clipanion lists the option in the usage line.
  const texts = { description: help }
  const parser: unknown =
    metavariable === undefined
      ? hasNegation
        ? Option.Boolean(names, texts)
        : Option.Boolean(names, false, texts)
      : isRepeatable
        ? Option.Array(names, texts)
        : Option.String(names, texts)
  return parser as object
}

/** The names of an option on the command line: `-r` and `--region`. */
export const namesOf = ({ name, short }: OptionRecord): readonly string[] =>
  short === undefined ? [name] : [short, name]

/** The options of a command by field, in the order of the help. */
export function optionsOf(
  command: CommandClass<CommandContext>,
): readonly (readonly [field: string, record: OptionRecord])[] {
  return Object.entries(new command()).flatMap(([field, value]) =>
    hasRecord(value) ? [[field, value.record] as const] : [],
  )
}

const hasRecord = (value: unknown): value is { readonly record: OptionRecord } =>
  typeof value === 'object' && value !== null && 'record' in value

/** The option `--format` of a command that has these formats. */
export const formatOption = (formats: readonly string[], about?: string) =>
  ({
    name: '--format',
    short: '-f',
    metavariable: 'FORMAT',
    completes: formats,
    help: `${about === undefined ? '' : `${about}: `}${formats.join(', ')}`,
    isOmittedFromHints: true,
  }) as const satisfies OptionRecord
