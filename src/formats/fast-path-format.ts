import type { Environment } from '../model/context.ts'
import { credentialVariables, type Variables } from './variables.ts'

/**
 * The version of the format. Raise it if the lines of the file or the rules for writing it change, and
 * run `npm run generate`. A wrapper ignores files of other formats. assume deletes older ones,
 * because they contain keys.
 */
export const fastPathFormat = 3

/** A cached session that a wrapper can use without starting Node. */
export interface FastPathSession {
  /** `PROFILE`, or `USER ROLE`. */
  readonly words: readonly string[]
  /** The name of the session file in the cache. */
  readonly session: string
  /** The time from which the wrapper must call assume again. */
  readonly until: Date
  /** The number of seconds before the expiration at which the prompt may renew the session. */
  readonly renewSeconds?: number
  /** Paths that must not have changed since. */
  readonly older: readonly string[]
  /** The environment without the variables of an assume session. */
  readonly env: Environment
  readonly variables: Variables
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
  'AWS_CA_BUNDLE',
  'REQUESTS_CA_BUNDLE',
  'ASSUME_CREDENTIAL_PROCESSES',
] as const

/** A plan also reads every variable of this form. */
const ofServices = /^AWS_ENDPOINT_URL_\w+$/

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

/** A word that a wrapper can use as a file name. */
const plainWord = /^[A-Za-z0-9._@][A-Za-z0-9._@-]{0,99}$/

/** The size limits of the wrappers. */
const maxCharacters = 16_000
const mostLines = 110

/**
 * Formats the file as data without code, one `NAME=value` per line in a fixed order. A NAME without
 * a value means an unset variable. The last line contains the length of the text before it.
 *
 * @returns undefined for a session that does not fit the format.
 */
export function fastPathText(take: FastPathSession): string | undefined {
  const { words, session, until, renewSeconds, older, env, variables } = take
  const services = Object.keys(env).filter((name) => ofServices.test(name))
  const settings = (variables.ASSUME_SETTINGS ?? '').split(' ').filter((name) => name !== '')
  const isKnown = (name: string) => (fastPathSettings as readonly string[]).includes(name)
  if (!words.every((word) => plainWord.test(word)) || !settings.every(isKnown)) return undefined
  const lines = [
    `format=${fastPathFormat}`,
    `words=${words.join(' ')}`,
    `session=${session}`,
    `until=${Math.floor(until.getTime() / 1000)}`,
    line('renew', renewSeconds),
    ...older.map((path) => `older=${path}`),
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

/** The file name. The words contain none of the separators. */
export const fastPathName = ([first, second]: readonly string[]): string =>
  second === undefined ? `profile=${first}` : `user=${first}+${second}`

const line = (name: string, value: string | number | null | undefined) =>
  value === null || value === undefined ? name : `${name}=${value}`
