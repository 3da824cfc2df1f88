import type { Environment } from '../model/context.ts'
import { credentialVariables, type Variables } from './variables.ts'

/**
 * The version of the format. Raise it, here and in `shell/assume.*`, when the lines of the file change or the
 * rules by which the core writes one. Files of another format are never taken; those of an older one are
 * deleted, since they hold keys.
 */
export const fastPathFormat = 3

/** A session that is cached, as a wrapper can take it without us. */
export interface FastPathSession {
  /** `PROFILE`, or `USER ROLE`. */
  readonly words: readonly string[]
  /** The file's name in the folder of sessions. */
  readonly session: string
  /** When a wrapper has to ask us again. */
  readonly until: Date
  /** How long before its end the prompt may renew it, in seconds. */
  readonly renewSeconds?: number
  /** Paths that must not have changed since. */
  readonly older: readonly string[]
  /** As the core had it: without what was of a session. */
  readonly env: Environment
  readonly variables: Variables
}

/** What a plan reads of the environment, beside the keys that are there, on which none of these hang. */
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

/** And of these all that there are. */
const ofServices = /^AWS_ENDPOINT_URL_\w+$/

/** Settings that a wrapper knows to set. */
export const fastPathSettings = [
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'AWS_CA_BUNDLE',
  'AWS_ENDPOINT_URL',
] as const

/** What is ours, but for what hangs on the shell and on the moment, and `ASSUME_DANGER`, which is never there. */
export const fastPathOwnVariables = [
  'ASSUME_ROLE',
  'ASSUME_EXPIRES',
  'ASSUME_KEY_ID',
  'ASSUME_SETTINGS',
  'ASSUME_REQUEST',
  'ASSUME_STYLE',
] as const

/** A word that a wrapper makes the name of a file of. */
const plainWord = /^[A-Za-z0-9._@][A-Za-z0-9._@-]{0,99}$/

/** More than that no wrapper reads. */
const maxCharacters = 16_000
const mostLines = 110

/**
 * Data and no code, one `NAME=value` a line in an order that the wrappers know; a NAME alone was, or is to be, not
 * there. The last line tells how long the text before it is.
 *
 * @returns undefined for what does not fit the form.
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

/** The name of its file. No word has a sign that stands between them here. */
export const fastPathName = ([first, second]: readonly string[]): string =>
  second === undefined ? `profile=${first}` : `user=${first}+${second}`

const line = (name: string, value: string | number | null | undefined) =>
  value === null || value === undefined ? name : `${name}=${value}`
