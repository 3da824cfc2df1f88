import { AssumeError } from '../../model/errors.ts'
import type { OptionRecord } from '../options/option.ts'
import { optionEntries } from '../options/options.ts'
import { type GivenTargetOptions, targetOptions } from '../options/target-options.ts'
import { type Request, targetOf } from '../request.ts'

/**
 * Reads the request from a command that runs `assume credential-process`. It reads the words only
 * and runs no program.
 *
 * @returns undefined for every other program, and for arguments that assume would refuse.
 */
export function parseOwnCredentialProcess(command: readonly string[]): Request | undefined {
  const words = wordsForAssume(command)
  const given = words && givenIn(words)
  if (!given) return undefined
  const { names, values } = given
  try {
    const { profile, tokenCode } = values
    const options = targetOptions(values)
    return { ...targetOf({ words: names, profile, tokenCode }), options }
  } catch (error) {
    if (error instanceof AssumeError) return undefined
    throw error
  }
}

/**
 * Returns the arguments after `assume credential-process` or `node …/bin.js credential-process`, in
 * any folder.
 */
function wordsForAssume([program = '', ...words]: readonly string[]) {
  const isNode = /(^|\/)node$/.test(program)
  const script = isNode ? words.findIndex((word) => !word.startsWith('-')) : -1
  const isOurs = isNode ? /(^|\/)bin\.js$/.test(words[script] ?? '') : /(^|\/)assume$/.test(program)
  const [command, ...rest] = words.slice(script + 1)
  return isOurs && command === 'credential-process' ? rest : undefined
}

type GivenValues = GivenTargetOptions & { readonly profile?: string; readonly tokenCode?: string }

interface Given {
  readonly names: readonly string[]
  readonly values: GivenValues
}

/** Accepts every form of assume's parser: `--name value`, `--name=value`, `--no-name`, `--`. */
function givenIn(words: readonly string[]): Given | undefined {
  const names: string[] = []
  const values: Record<string, string | string[] | boolean> = {}
  const left = words.values()
  for (const word of left) {
    const [, name = '', joined] = /^(-[^=]*)(?:=(.*))?$/s.exec(word) ?? []
    const option = valued.get(name)
    const flag = flags.get(word)
    if (word === '--') {
      names.push(...left)
    } else if (option) {
      const value = joined ?? separateValue(left.next().value)
      if (value === undefined) return undefined
      const { field, isRepeatable } = option
      values[field] = isRepeatable ? [values[field] ?? [], value].flat().map(String) : value
    } else if (flag) {
      values[flag.field] = flag.value
    } else if (isOption(word)) {
      return undefined
    } else {
      names.push(word)
    }
  }
  return { names, values: values as unknown as GivenValues }
}

const isOption = (word: string) => word.startsWith('-') && word !== '-'

/** A word that begins with a dash is another option and not a value. */
const separateValue = (word: string | undefined) =>
  word === undefined || isOption(word) ? undefined : word

type Entry = OptionRecord & { readonly field: string }

const entries: readonly Entry[] = optionEntries.map(([field, record]) => ({ field, ...record }))

/** The options that take a value, by each of their names. */
const valued: ReadonlyMap<string, Entry> = new Map(
  entries
    .filter(({ metavariable }) => metavariable !== undefined)
    .flatMap((entry) =>
      [entry.name, entry.short ?? entry.name].map((name): [string, Entry] => [name, entry]),
    ),
)

interface Flag {
  readonly field: string
  readonly value: boolean
}

/** Each flag and its negation. An option that begins with `--no-` has no negation. */
const flags: ReadonlyMap<string, Flag> = new Map(
  entries
    .filter(({ metavariable }) => metavariable === undefined)
    .flatMap(({ field, name }): [string, Flag][] => {
      const given: [string, Flag] = [name, { field, value: true }]
      const negated = `--no-${name.slice(2)}`
      return name.startsWith('--no-') ? [given] : [given, [negated, { field, value: false }]]
    }),
)
