import { AssumeError } from '../../model/errors.ts'
import { optionRegion } from '../endpoint/regions.ts'
import { type Request, type TargetOptions, targetOf } from '../request.ts'
import { sessionOptions } from '../session-options.ts'
import { longestAnywhere, wantedDuration } from '../values/duration.ts'

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

interface Given {
  readonly names: readonly string[]
  /** The values by request field, in order. */
  readonly values: ReadonlyMap<string, readonly string[]>
  readonly flags: ReadonlyMap<string, boolean>
}

/** Accepts every form of assume's parser: `--name value`, `--name=value`, `--no-name`, `--`. */
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

/** A word that begins with a dash is another option and not a value. */
const separateValue = (word: string | undefined) =>
  word === undefined || isOption(word) ? undefined : word

/** The request field of each option that takes a value. */
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
  /** Absent if the flag does not change the session. */
  readonly field?: string
  readonly value: boolean
}

/** Each flag and its negation. An option that begins with `--no-` has no negation. */
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
