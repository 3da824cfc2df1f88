import type { CommandClass } from 'clipanion'
import { UsageError } from '../../model/errors.ts'
import { nearest } from '../../model/nearest.ts'
import type { OptionRecord } from '../../plan/options/option.ts'
import type { CommandUsage } from '../command-usage.ts'
import type { CommandContext } from '../context.ts'
import { namesOf, optionsOf } from '../option-field.ts'
import { optionElsewhere } from './option-elsewhere.ts'

/**
 * Names the mistake in a command line that clipanion cannot parse, whose own messages name neither the word
 * nor the fix.
 *
 * @param path the command: `assume exec`.
 * @param words the words after it, up to `--`.
 */
export function usageMistake(
  path: string,
  words: readonly string[],
  command: CommandClass<CommandContext>,
): UsageError {
  const help = `${path} --help`
  const records = optionsOf(command).map(([, record]) => record)
  const positional: string[] = []
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (!word.startsWith('-') || word === '-') {
      positional.push(word)
      continue
    }
    const [name = ''] = word.split('=')
    const record = records.find((each) => allNamesOf(each).includes(name))
    if (!record) return unknownOption(name, records, help)
    const takesValue = record.metavariable !== undefined
    if (!takesValue && word !== name) return new UsageError(`${name} takes no value`, [help])
    if (!takesValue || word !== name) continue
    at += 1
    const value = words[at]
    if (value === undefined || value.startsWith('-'))
      return new UsageError(`${name} needs a value: ${name} ${record.metavariable}`, [help])
  }
  const { synopsis } = command.usage as CommandUsage
  return (
    ofPositionals(path, positional, synopsis) ??
    new UsageError(`the words do not fit: ${path} ${synopsis}`, [help])
  )
}

/** `--no-…` is also a name of an option that has a negation. */
const allNamesOf = (record: OptionRecord): readonly string[] => [
  ...namesOf(record),
  ...(record.hasNegation ? [record.name.replace('--', '--no-')] : []),
]

function unknownOption(name: string, records: readonly OptionRecord[], help: string): UsageError {
  const elsewhere = optionElsewhere(name)
  const similar = nearest(name, records.flatMap(allNamesOf))
  const hint = elsewhere ?? (similar && `did you mean ${similar}?`)
  return new UsageError(`unknown option ${name}`, [...(hint ? [hint] : []), help])
}

/** Compares the words with the synopsis: `USER ROLE [OPTIONS]`. */
function ofPositionals(
  path: string,
  words: readonly string[],
  synopsis: string,
): UsageError | undefined {
  const [ofWords = ''] = synopsis.split(/ ?\[OPTIONS\]/)
  if (ofWords.includes('TARGET')) return undefined
  const places = ofWords.match(/\[[^\]]*\]|<[^>]*>|\S+/g) ?? []
  const needed = places.filter((place) => !place.startsWith('['))
  const unexpected = words[places.length]
  if (unexpected !== undefined)
    return new UsageError(`unexpected word "${unexpected}"`, [`${path} --help`])
  if (words.length >= needed.length) return undefined
  return new UsageError(`${path} needs ${needed.join(' and ')}`, [`${path} --help`])
}
