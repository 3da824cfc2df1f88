import { isAbsolute, normalize } from 'node:path'
import { AssumeError } from '../../model/errors.ts'
import { longestAnywhere, longestUser, wantedDuration } from '../../model/values/duration.ts'
import { invalidValue } from '../../model/values/invalid-value.ts'
import { checkedRegion } from '../../model/values/region.ts'
import { checkedSessionName } from '../../model/values/session-name.ts'
import { splitWords } from '../parse/shlex.ts'
import { decodeValue } from './parse-settings.ts'
import { checkedStyle } from './prompt-style.ts'
import type { Command, SettingName, SettingValues } from './settings.ts'

/**
 * Converts the text of a setting.
 *
 * @param where the location for messages: `~/.config/assume/config:3, duration`.
 * @throws AssumeError for an invalid text.
 */
export type Parse<T> = (text: string, where: string, home: string) => T

interface SettingRecord<T> {
  /** The key in the file. */
  readonly key: string
  readonly parse: Parse<T>
}

/** All settings that have one value, in the order of messages. */
export const settingRecords: {
  readonly [name in SettingName]: SettingRecord<SettingValues[name]>
} = {
  duration: {
    key: 'duration',
    parse: (text, where) => wantedDuration(text, where, longestAnywhere),
  },
  region: { key: 'region', parse: checkedRegion },
  sessionName: { key: 'session_name', parse: checkedSessionName },
  cache: { key: 'cache', parse: oneOf(['on', 'off'], 'is neither on nor off') },
  cacheDir: { key: 'cache_dir', parse: fullPath },
  awsCliCache: {
    key: 'aws_cli_cache',
    parse: oneOf(['read', 'write', 'off'], 'is neither read, write nor off'),
  },
  mfaSessionDuration: { key: 'mfa_session_duration', parse: userSeconds },
  mfaProcess: { key: 'mfa_process', parse: commandWords },
  autoRefresh: { key: 'auto_refresh', parse: secondsOfMinutes },
  prompt: { key: 'prompt', parse: checkedStyle },
  browser: { key: 'browser', parse: browserWords },
  ssoIndex: { key: 'sso_index', parse: secondsOrOff },
  profiles: { key: 'profiles', parse: fullPaths },
  trustProfiles: { key: 'trust_profiles', parse: fullPaths },
}

function oneOf<const W extends readonly string[]>(words: W, complaint: string): Parse<W[number]> {
  return (text, where) => {
    const word = words.find((each) => each === text)
    if (word !== undefined) return word
    throw invalidValue(where, `"${text}" ${complaint}`)
  }
}

function fullPath(text: string, where: string, home: string): string {
  const path = text.replace(/^~(?=\/|$)/, home)
  if (isAbsolute(path)) return path
  throw invalidValue(where, `"${text}" is not a full path`, ['write /PATH, or ~/PATH'])
}

/** The paths are normalized, since a wrapper compares them. Equal ones count once. */
function fullPaths(text: string, where: string, home: string): readonly string[] {
  const paths = text.split(',').map((each) => decodeValue(each.trim()))
  const named = paths.filter((path) => path !== '')
  return [...new Set(named.map((path) => normalize(fullPath(path, where, home))))]
}

function userSeconds(text: string, where: string): number {
  const seconds = wantedDuration(text, where)
  return seconds === 'max' ? longestUser : seconds
}

function secondsOfMinutes(text: string, where: string): number | 'off' {
  if (text === 'off') return text
  const [, minutes = '0'] = /^(\d{1,3})m?$/.exec(text) ?? []
  if (Number(minutes) > 0) return Number(minutes) * 60
  throw invalidValue(where, `"${text}" is neither a number of minutes nor off`)
}

function secondsOrOff(text: string, where: string): number | 'off' {
  if (text === 'off') return text
  const [, digits = '', unit = ''] = /^(\d{1,4})([mhd])$/.exec(text) ?? []
  const seconds = Number(digits) * (unitSeconds[unit] ?? 0)
  if (seconds > 0) return seconds
  throw invalidValue(where, `"${text}" is neither a time nor off`, ['write 90m, 24h, 7d or off'])
}

const unitSeconds: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400 }

/** The message does not quote the command, because it may contain a password. */
function commandWords(text: string, where: string): Command {
  const command = wordsOf(text)
  if (command) return command
  throw new AssumeError(`${where} ${notACommand}`)
}

function browserWords(text: string, where: string): Command {
  const command = wordsOf(text)
  if (command) return command
  const example = 'it looks like: browser = firefox --new-tab {url}'
  throw invalidValue(where, `"${text}" ${notACommand}`, [example])
}

const notACommand = 'is no command: it is empty, or a quote in it is not closed'

/** Splits the text as botocore splits a `credential_process`. Undefined if it names no program. */
function wordsOf(text: string): Command | undefined {
  const [program, ...args] = splitWords(text) ?? []
  return program ? [program, ...args] : undefined
}
