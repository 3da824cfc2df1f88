import { shellWord } from '../../formats/posix.ts'
import { UsageError } from '../../model/errors.ts'
import type { OptionRecord } from '../../plan/options/option.ts'
import { isCode } from '../../plan/values/mfa-code.ts'
import { namesOf } from '../option-field.ts'

// Import this file on demand: a command line with `--`, or with a target alone, needs none of it.

/** A command line of `assume exec` or `assume each` without `--`. */
export interface WithoutDoubleDash {
  /** The command: `assume exec`. */
  readonly path: string
  /** The words after the command, as typed. */
  readonly words: readonly string[]
  readonly options: readonly OptionRecord[]
  /** True for a word that names a program. */
  readonly isProgram: (word: string) => boolean
}

/**
 * The error for a program without `--` before it. assume never runs such a program, because its words can
 * also be a target. The message is the line to type, without a code, which works once.
 *
 * @returns undefined if the words contain no program.
 */
export function missingDoubleDash(line: WithoutDoubleDash): UsageError | undefined {
  const start = programStart(line)
  if (start === undefined) return undefined
  const { path, words } = line
  const target = words.slice(0, start).filter((word) => !isCode(word))
  const typed = [...target, '--', ...words.slice(start)].map(shellWord).join(' ')
  return new UsageError(`put -- before the program: ${path} ${typed}`, [`${path} --help`])
}

/** The index of the first word of the program. */
function programStart({ path, words, options, isProgram }: WithoutDoubleDash): number | undefined {
  const { places, namesProfile } = positionals(words, options)
  const least = namesProfile ? 0 : 1
  const found = places.find((place, index) => index >= least && isProgram(words[place] ?? ''))
  if (found !== undefined || path.endsWith(' each')) return found
  // No target has three words, and an ARN has none after it.
  const most = namesProfile ? 0 : words[places[0] ?? 0]?.startsWith('arn:') ? 1 : 2
  return places.length > most ? places[least] : undefined
}

/** The words that are neither options, values of options nor codes, up to an unknown option. */
function positionals(words: readonly string[], options: readonly OptionRecord[]) {
  const places: number[] = []
  let namesProfile = false
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (!word.startsWith('-')) {
      if (!isCode(word)) places.push(at)
      continue
    }
    const [name = ''] = word.split('=')
    const record = options.find((each) => namesOf(each).includes(name))
    if (!record) break
    if (record.name === '--profile') namesProfile = true
    if (record.metavariable !== undefined && word === name) at += 1
  }
  return { places, namesProfile }
}
