import type { Environment } from '../model/context.ts'
import { credentialVariables, type Variables } from './variables.ts'

/**
 * The version of the format. Raise it if the lines of the file or the rules for writing it change, and
 * run `npm run generate`. A wrapper ignores files of other formats. assume deletes older ones,
 * because they contain keys.
 */
export const fastPathFormat = 4

/** A cached session that a wrapper can use without starting Node. */
export interface FastPathSession {
  /** `PROFILE`, `ACCOUNT:ROLE` or `USER ROLE`. */
  readonly words: readonly string[]
  /** The time from which the wrapper must call assume again. */
  readonly until: Date
  /** The number of seconds before the expiration at which the prompt may renew the session. */
  readonly renewSeconds?: number
  readonly watched: readonly WatchedPath[]
  /** The environment without the variables of an assume session. */
  readonly env: Environment
  readonly variables: Variables
}

/** A path on which the session depends, as a wrapper can check it. */
export type WatchedPath =
  | {
      /** The path does not exist. All folders above it do. */
      readonly missing: string
      /** The folder above it. A program may look for files in it. */
      readonly folder: string
    }
  | {
      readonly file: string
      /** The modification time in whole microseconds since 1970. */
      readonly time: bigint
      /** The file that the path leads to, if links are on the way. */
      readonly real?: string
    }

/**
 * The environment variables that a plan reads, except for credentials. None of these depend on
 * credentials.
 */
export const planVariables = [
  'HOME',
  'USER',
  'LOGNAME',
  'XDG_CONFIG_HOME',
  'XDG_CACHE_HOME',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_ENDPOINT_URL',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'AWS_STS_REGIONAL_ENDPOINTS',
  'AWS_MAX_ATTEMPTS',
  'AWS_RETRY_MODE',
  'AWS_MFA_SERIAL',
  'AWS_CA_BUNDLE',
  'REQUESTS_CA_BUNDLE',
  'ASSUME_CREDENTIAL_PROCESSES',
] as const

/** A plan also reads every variable of this form. */
const ofServices = /^AWS_ENDPOINT_URL_\w+$/

/** Returns true if a wrapper compares the variable. */
export const isPlanVariable = (name: string): boolean =>
  (planVariables as readonly string[]).includes(name) || ofServices.test(name)

/** The settings that a wrapper can set. */
export const fastPathSettings = [
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'AWS_CA_BUNDLE',
  'AWS_ENDPOINT_URL',
] as const

/**
 * The ASSUME_* variables that do not depend on this shell or the current time. `ASSUME_DANGER` is
 * never part of a fast path.
 */
export const fastPathOwnVariables = [
  'ASSUME_ROLE',
  'ASSUME_EXPIRES',
  'ASSUME_KEY_ID',
  'ASSUME_SETTINGS',
  'ASSUME_REQUEST',
  'ASSUME_STYLE',
] as const

/** A word that a wrapper can look up: of a profile, a user, an account and its role, or an ARN. */
const plainWord = /^[A-Za-z0-9._@][A-Za-z0-9._@:+=,/-]{0,99}$/

/** The size limits of the wrappers. */
const maxCharacters = 16_000
const mostLines = 115

/**
 * Formats the file as data without code, one `NAME=value` per line in a fixed order. A NAME without
 * a value means an unset variable. The last line contains the length of the text before it.
 *
 * @returns undefined for a session that does not fit the format.
 */
export function fastPathText(take: FastPathSession): string | undefined {
  const { words, until, renewSeconds, watched, env, variables } = take
  const services = Object.keys(env).filter((name) => ofServices.test(name))
  const settings = (variables.ASSUME_SETTINGS ?? '').split(' ').filter((name) => name !== '')
  const isKnown = (name: string) => (fastPathSettings as readonly string[]).includes(name)
  if (!words.every((word) => plainWord.test(word)) || !settings.every(isKnown)) return undefined
  const lines = [
    `format=${fastPathFormat}`,
    `words=${words.join(' ')}`,
    `until=${Math.floor(until.getTime() / 1000)}`,
    line('renew', renewSeconds),
    ...linesOf(watched),
    ...[...planVariables, ...services.sort()].map((name) => line(`was_${name}`, env[name])),
    ...[...credentialVariables, ...fastPathSettings, ...fastPathOwnVariables].map((name) =>
      line(`set_${name}`, variables[name]),
    ),
  ]
  const text = lines.map((each) => `${each}\n`).join('')
  const isPlain = lines.every((each) => /^[\x20-\x7e]*$/.test(each))
  if (!isPlain || text.length > maxCharacters || lines.length > mostLines) return undefined
  return `${text}end=${text.length}\n`
}

/** The four kinds of lines about watched paths, in a fixed order. */
function linesOf(watched: readonly WatchedPath[]): string[] {
  const missing = watched.filter((path) => 'missing' in path)
  const files = watched.filter((path) => 'file' in path)
  const links = files.filter(({ real }) => real !== undefined)
  // A file below the folder can only be read if the folder can be searched.
  const others = missing.filter(
    ({ folder }) => !files.some(({ file }) => file.startsWith(`${folder}/`)),
  )
  const lines = [
    ...others.map(({ folder }) => `folder=${folder}`),
    ...missing.map((path) => `missing=${path.missing}`),
    ...files.map(({ time, file }) => `time=${time} ${file}`),
    ...links.map(({ file, real }) => `link=${file}${arrow}${real}`),
  ]
  return [...new Set(lines)]
}

/** What stands between a link and its target. A path that contains it is not watched. */
export const arrow = ' -> '

/** The file name: no word contains a space or a percent sign. */
export const fastPathName = (words: readonly string[]): string =>
  `${fastPathPrefix}${words.join(' ').replaceAll('/', '%')}`

export const fastPathPrefix = 'words='

/** The text of a file, and the words that name it. */
export interface FastPathFile {
  readonly words: readonly string[]
  readonly text: string
}

/** The watched files in a text with their modification times, in microseconds since 1970. */
export const timesIn = (text: string): { readonly time: bigint; readonly file: string }[] =>
  [...text.matchAll(/^time=(\d+) (.+)$/gm)].map(([, time = '', file = '']) => {
    return { time: BigInt(time), file }
  })

/** Seconds since 1970 until which the file may be used. */
export const untilOf = (text: string): number => Number(/^until=(\d+)$/m.exec(text)?.[1] ?? 0)

const line = (name: string, value: string | number | null | undefined) =>
  value === null || value === undefined ? name : `${name}=${value}`
