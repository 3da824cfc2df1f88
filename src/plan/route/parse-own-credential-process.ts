import { AssumeError } from '../../model/errors.ts'
import { optionRegion } from '../endpoint/region.ts'
import { type Request, type TargetOptions, targetOf } from '../request.ts'
import { sessionOptions } from '../session-options.ts'
import { longestAnywhere, wantedDuration } from '../values/duration.ts'

/**
 * What a command asks of `assume credential-process`, if that is what it runs: by its words alone,
 * since no program is run to find out.
 *
 * @returns undefined for every other program, and for words that assume would not take.
 */
export function parseOwnCredentialProcess(command: readonly string[]): Request | undefined {
  const words = wordsForAssume(command)
  const given = words && givenIn(words)
  if (!given) return undefined
  const { names, values, flags } = given
  const isSet = (name: string) => flags.get(name) === true
  if (isSet('refresh') && isSet('cached')) return undefined
  const last = (name: string) => values.get(name)?.at(-1)
  const duration = last('duration')
  const region = last('region')
  const known = (name: string) => !readApart.has(name)
  try {
    const texts = [...values].filter(([name]) => known(name))
    const options: Record<string, unknown> = {
      ...Object.fromEntries(texts.map(([name, all]) => [name, lists.has(name) ? all : all.at(-1)])),
      ...Object.fromEntries([...flags].filter(([, value]) => value)),
      ...(region !== undefined && { region: optionRegion(region) }),
      ...(duration !== undefined && {
        duration: wantedDuration(duration, '--duration', longestAnywhere),
      }),
    }
    const target = { words: names, profile: last('profile'), tokenCode: last('tokenCode') }
    return { ...targetOf(target), options: options as TargetOptions }
  } catch (error) {
    if (error instanceof AssumeError) return undefined
    throw error
  }
}

const readApart: ReadonlySet<string> = new Set(['profile', 'tokenCode', 'duration', 'region'])

/** Behind `assume` or `node …/bin.js`, of whatever folder, and the name of the command. */
function wordsForAssume([program = '', ...words]: readonly string[]) {
  const isNode = /(^|\/)node$/.test(program)
  const script = isNode ? words.findIndex((word) => !word.startsWith('-')) : -1
  const isOurs = isNode ? /(^|\/)bin\.js$/.test(words[script] ?? '') : /(^|\/)assume$/.test(program)
  const [command, ...rest] = words.slice(script + 1)
  return isOurs && command === 'credential-process' ? rest : undefined
}

interface Given {
  readonly names: readonly string[]
  /** By the field that they are for, in order. */
  readonly values: ReadonlyMap<string, readonly string[]>
  readonly flags: ReadonlyMap<string, boolean>
}

/** In every form that assume's parser takes: `--name value`, `--name=value`, `--no-name`, `--`. */
function givenIn(words: readonly string[]): Given | undefined {
  const names: string[] = []
  const values = new Map<string, readonly string[]>()
  const flags = new Map<string, boolean>()
  const left = words.values()
  for (const word of left) {
    const [, option = '', joined] = /^(-[^=]*)(?:=(.*))?$/s.exec(word) ?? []
    const field = valued.get(option)
    const flag = plain.get(word)
    if (word === '--') {
      names.push(...left)
    } else if (field !== undefined) {
      const value = joined ?? separateValue(left.next().value)
      if (value === undefined) return undefined
      values.set(field, [...(values.get(field) ?? []), value])
    } else if (flag !== undefined) {
      if (flag.field !== undefined) flags.set(flag.field, flag.value)
    } else if (isOption(word)) {
      return undefined
    } else {
      names.push(word)
    }
  }
  return { names, values, flags }
}

const isOption = (word: string) => word.startsWith('-') && word !== '-'

/** What begins with a dash is an option of its own. */
const separateValue = (word: string | undefined) =>
  word === undefined || isOption(word) ? undefined : word

/** What each option that takes a value is in a request. */
const valued: ReadonlyMap<string, string> = new Map([
  ...Object.entries(sessionOptions)
    .filter(([, { takes }]) => takes !== 'nothing')
    .map(([field, { name }]): [string, string] => [name, field]),
  ['--profile', 'profile'],
  ['-p', 'profile'],
  ['--token-code', 'tokenCode'],
  ['-r', 'region'],
  ['-d', 'duration'],
])

const lists: ReadonlySet<string> = new Set(
  Object.entries(sessionOptions)
    .filter(([, { takes }]) => takes === 'values')
    .map(([field]) => field),
)

interface Flag {
  /** Absent where it says nothing of the session. */
  readonly field?: string
  readonly value: boolean
}

/** Each with the form that takes it back; an option that begins with `--no-` has none. */
const plain: ReadonlyMap<string, Flag> = new Map(
  [
    ...Object.entries(sessionOptions)
      .filter(([, { takes }]) => takes === 'nothing')
      .map(([field, { name }]) => ({ name, field })),
    ...['--no-input', '--yes', '--quiet', '--debug'].map((name) => ({ name })),
  ].flatMap(({ name, ...rest }): [string, Flag][] => {
    const given: [string, Flag] = [name, { ...rest, value: true }]
    const negated = `--no-${name.slice(2)}`
    return name.startsWith('--no-') ? [given] : [given, [negated, { ...rest, value: false }]]
  }),
)
