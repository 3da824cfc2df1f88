import { isAbsolute, join } from 'node:path'
import type { Environment } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import { nearest } from '../model/nearest.ts'
import { homeDirectory, shownPath } from './paths.ts'
import { readText } from './read-text.ts'
import { type ConfigWarning, warning } from './warning.ts'

/** What `~/.config/assume/config` says, as written there: whoever uses a value checks it. */
export interface Settings {
  readonly duration?: string
  readonly region?: string
  readonly sessionName?: string
  readonly cache?: string
  readonly cacheDir?: string
  readonly awsCliCache?: string
  readonly mfaSessionDuration?: string
  /** The command that opens a page. */
  readonly browser?: string
  readonly mfaProcess?: string
  readonly danger?: string
  readonly dangerCache?: string
  readonly autoRefresh?: string
  readonly prompt?: string
  /** What people call an account, by its twelve digits. */
  readonly accounts?: ReadonlyMap<string, string>
  /** As shown to people; it may not exist. */
  readonly file: string
  readonly warnings: readonly ConfigWarning[]
}

type SettingName = Exclude<keyof Settings, 'accounts' | 'file' | 'warnings'>

/** The keys of the file, and what they are called here. */
const KEYS: ReadonlyMap<string, SettingName> = new Map<string, SettingName>([
  ['duration', 'duration'],
  ['region', 'region'],
  ['session_name', 'sessionName'],
  ['cache', 'cache'],
  ['cache_dir', 'cacheDir'],
  ['aws_cli_cache', 'awsCliCache'],
  ['mfa_session_duration', 'mfaSessionDuration'],
  ['mfa_process', 'mfaProcess'],
  ['danger', 'danger'],
  ['danger_cache', 'dangerCache'],
  ['auto_refresh', 'autoRefresh'],
  ['prompt', 'prompt'],
  ['browser', 'browser'],
])

/** Reads our own settings. A missing file is an empty one. */
export async function loadSettings(
  env: Environment,
  home: string = homeDirectory(env),
): Promise<Settings> {
  const path = settingsPath(env, home)
  const file = shownPath(path, home)
  const found = await readText(path, file)
  return found ? readSettings(file, found.text) : { file, warnings: [] }
}

export const settingsPath = (env: Environment, home: string): string =>
  join(configHome(env, home), 'assume', 'config')

/** The XDG base directory specification: what is not absolute is to be ignored. */
function configHome(env: Environment, home: string): string {
  const named = env.XDG_CONFIG_HOME ?? ''
  return isAbsolute(named) ? named : join(home, '.config')
}

async function readSettings(file: string, text: string): Promise<Settings> {
  // Only now, since most people have no such file.
  const { parse } = await import('ini')
  const settings: { -readonly [name in SettingName]?: string } = {}
  const warnings: ConfigWarning[] = []
  const { accounts, ...others } = parse(text.replace(/^\ufeff/, '')) as Record<string, unknown>
  for (const [key, value] of Object.entries(others)) {
    const name = KEYS.get(key)
    const place = { file, line: lineOf(text, key) }
    if (!name) warnings.push(unknownSetting(place, key, value))
    else if (typeof value !== 'string') throw notText(place, key)
    else if (value !== '') settings[name] = value
  }
  const names = accounts === undefined ? undefined : accountNames(accounts, file, text)
  return { file, ...settings, ...(names && { accounts: names }), warnings }
}

/** The section `[accounts]`: `123456789012 = main`. */
function accountNames(section: unknown, file: string, text: string): ReadonlyMap<string, string> {
  if (typeof section !== 'object' || section === null) {
    throw new AssumeError(
      `${file}:${lineOf(text, 'accounts')}: accounts is a section, no setting`,
      ['write [accounts], and below it a line for each: 123456789012 = main'],
    )
  }
  const names = Object.entries<unknown>({ ...section })
  for (const [account, name] of names) {
    if (/^\d{12}$/.test(account) && typeof name === 'string' && isAccountName.test(name)) continue
    const place = `${file}:${lineOf(text, account)}`
    throw new AssumeError(`${place}: [accounts] has twelve digits and a name without spaces or @`, [
      'write a line like 123456789012 = main',
    ])
  }
  return new Map(names as [string, string][])
}

/** It stands behind an @ in the prompt. */
const isAccountName = /^[^\s\p{C}@]{1,63}$/u

interface Place {
  readonly file: string
  readonly line: number
}

function unknownSetting(place: Place, key: string, value: unknown): ConfigWarning {
  const known = nearest(key, [...KEYS.keys(), 'accounts'])
  const isSection = typeof value === 'object' && !Array.isArray(value)
  return warning(
    place,
    isSection ? `there is no section [${key}]` : `there is no setting "${key}"`,
    known ? `did you mean ${known}?` : `the settings are: ${[...KEYS.keys()].join(', ')}`,
  )
}

/** `ini` makes a boolean of `key = true` and of a key alone, and an object of `[key]`. */
function notText({ file, line }: Place, key: string): AssumeError {
  return new AssumeError(`${file}:${line}: the setting ${key} has no value that can be used`, [
    `write ${key} = VALUE`,
  ])
}

/** `ini` gives no lines. Finds the last one that sets the key, as that is what counts. */
function lineOf(text: string, key: string): number {
  const lines = text.split(/\r\n|\n|\r/)
  const keyOf = (line: string) => /^\s*\[?([^[\]=]*)/.exec(line)?.[1]?.trim()
  return lines.findLastIndex((line) => keyOf(line) === key) + 1 || 1
}
