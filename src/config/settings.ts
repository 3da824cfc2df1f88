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
  /** As shown to people; it may not exist. */
  readonly file: string
  readonly warnings: readonly ConfigWarning[]
}

type SettingName = Exclude<keyof Settings, 'file' | 'warnings'>

/** The keys of the file, and what they are called here. */
const KEYS: ReadonlyMap<string, SettingName> = new Map<string, SettingName>([
  ['duration', 'duration'],
  ['region', 'region'],
  ['session_name', 'sessionName'],
  ['cache', 'cache'],
  ['cache_dir', 'cacheDir'],
  ['aws_cli_cache', 'awsCliCache'],
  ['mfa_session_duration', 'mfaSessionDuration'],
  ['browser', 'browser'],
])

/** Reads our own settings. A missing file is an empty one. */
export async function loadSettings(
  env: Environment,
  home: string = homeDirectory(env),
): Promise<Settings> {
  const path = join(configHome(env, home), 'assume', 'config')
  const file = shownPath(path, home)
  const found = await readText(path, file)
  return found ? readSettings(file, found.text) : { file, warnings: [] }
}

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
  for (const [key, value] of Object.entries<unknown>(parse(text.replace(/^\ufeff/, '')))) {
    const name = KEYS.get(key)
    const place = { file, line: lineOf(text, key) }
    if (!name) warnings.push(unknownSetting(place, key, value))
    else if (typeof value !== 'string') throw notText(place, key)
    else if (value !== '') settings[name] = value
  }
  return { file, ...settings, warnings }
}

interface Place {
  readonly file: string
  readonly line: number
}

function unknownSetting(place: Place, key: string, value: unknown): ConfigWarning {
  const known = nearest(key, KEYS.keys())
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
