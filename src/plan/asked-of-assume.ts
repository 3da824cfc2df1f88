import { AssumeError } from '../model/errors.ts'
import { longestAnywhere, wantedDuration } from './duration.ts'
import { type Request, type TargetOptions, targetOf } from './request.ts'

/**
 * What a command asks of `assume credential-process`, if that is what it runs: by its words alone,
 * since no program is run to find out.
 *
 * @returns undefined for every other program, and for words that assume would not take.
 */
export function askedOfAssume(command: readonly string[]): Request | undefined {
  const words = wordsForAssume(command)
  const given = words && givenIn(words)
  if (!given) return undefined
  const { names, values, flags } = given
  const last = (name: string) => values.get(name)?.at(-1)
  const duration = last('duration')
  const known = (name: string) => name !== 'profile' && name !== 'tokenCode' && name !== 'duration'
  try {
    const texts = [...values].filter(([name]) => known(name))
    const options: Record<string, unknown> = {
      ...Object.fromEntries(texts.map(([name, all]) => [name, lists.has(name) ? all : all.at(-1)])),
      ...Object.fromEntries(flags.map((name) => [name, true])),
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
  readonly flags: readonly string[]
}

function givenIn(words: readonly string[]): Given | undefined {
  const names: string[] = []
  const values = new Map<string, readonly string[]>()
  const flags: string[] = []
  const left = words.values()
  for (const word of left) {
    const [, option = '', joined] = /^(-[^=]*)(?:=(.*))?$/s.exec(word) ?? []
    const field = valued.get(option)
    const flag = plain.get(word)
    if (field !== undefined) {
      const value = joined ?? left.next().value
      if (value === undefined) return undefined
      values.set(field, [...(values.get(field) ?? []), value])
    } else if (flag !== undefined) {
      if (flag !== '') flags.push(flag)
    } else if (word.startsWith('-')) {
      return undefined
    } else {
      names.push(word)
    }
  }
  return { names, values, flags }
}

/** What each option is in a request. */
const valued: ReadonlyMap<string, string> = new Map([
  ['-p', 'profile'],
  ['--profile', 'profile'],
  ['--token-code', 'tokenCode'],
  ['--source-profile', 'sourceProfile'],
  ['--sso-session', 'ssoSession'],
  ['-r', 'region'],
  ['--region', 'region'],
  ['-d', 'duration'],
  ['--duration', 'duration'],
  ['--session-name', 'sessionName'],
  ['--external-id', 'externalId'],
  ['--serial-number', 'serialNumber'],
  ['--policy', 'policy'],
  ['--policy-arn', 'policyArns'],
  ['--tag', 'tags'],
  ['--transitive-tag', 'transitiveTags'],
  ['--source-identity', 'sourceIdentity'],
])

const lists: ReadonlySet<string> = new Set(['policyArns', 'tags', 'transitiveTags'])

/** Some say nothing of the session. */
const plain: ReadonlyMap<string, string> = new Map([
  ['--allow-http-endpoint', 'allowHttpEndpoint'],
  ['--refresh', 'refresh'],
  ['--cached', 'cached'],
  ['--no-input', ''],
  ['--yes', ''],
  ['--quiet', ''],
  ['--debug', ''],
])
