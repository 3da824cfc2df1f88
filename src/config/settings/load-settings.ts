import { statSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import type { Environment } from '../../model/context.ts'
import { AssumeError } from '../../model/errors.ts'
import { homeDirectory, shownPath } from '../paths.ts'
import type { Settings } from './settings.ts'
import { readSettingsFile } from './settings-file.ts'

/**
 * Reads our own settings, and the `danger` of the file in the home directory, too. A missing file is
 * an empty one.
 *
 * @throws AssumeError for one that is there and cannot be read or understood.
 */
export async function loadSettings(
  env: Environment,
  home: string = homeDirectory(env),
): Promise<Settings> {
  const [own, other] = distinct(settingsPaths(env, home)).map((path) => {
    return { file: shownPath(path, home), text: readSettingsFile(path, home) }
  })
  const all = [own, other].filter((each) => each !== undefined)
  const files = all.map(({ file, text }, index) => ({
    file,
    isThere: text !== undefined,
    ...(index > 0 && { isForDanger: true as const }),
  }))
  const none = { file: files[0]?.file ?? '', files, guards: [], warnings: [] }
  if (all.every(({ text }) => text === undefined)) return none
  // Only now, since most people have no such file.
  const { fileSettings } = await import('./file-settings.ts')
  const read = all.map(({ file, text }) => {
    const found = fileSettings(text ?? '', file)
    if ('hints' in found) throw new AssumeError(found.message, found.hints)
    return found
  })
  const isOff = read.some(({ dangerCache }) => dangerCache === 'off')
  const accounts = read[0]?.accounts
  return {
    ...none,
    ...read[0]?.values,
    ...(accounts && { accounts }),
    guards: read.flatMap(({ guard }) => guard ?? []),
    ...(isOff && { dangerCache: 'off' }),
    warnings: read.flatMap(({ warnings }) => warnings),
  }
}

/**
 * Our file, and where `XDG_CONFIG_HOME` names another folder that of the home directory as well:
 * whoever can set a variable, as the `.envrc` of a repository, must not take a guard away. `HOME` is
 * not looked behind: with another one the profiles and keys are others, too.
 */
export function settingsPaths(env: Environment, home: string): readonly string[] {
  const usual = join(home, '.config', 'assume', 'config')
  // The XDG base directory specification: what is not absolute is to be ignored.
  const named = env.XDG_CONFIG_HOME ?? ''
  const own = isAbsolute(named) ? join(named, 'assume', 'config') : usual
  return own === usual ? [own] : [own, usual]
}

/** One file may be reached by two paths. */
export function distinct(paths: readonly string[]): readonly string[] {
  if (paths.length < 2) return paths
  const [one, two] = paths.map(identity)
  return one !== undefined && one === two ? paths.slice(0, 1) : paths
}

export function identity(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path)
    return `${dev} ${ino}`
  } catch {
    return undefined
  }
}

/** Where nothing can be read, for what has to work all the same. */
export function noSettings(env: Environment): Settings {
  const home = homeDirectory(env)
  const files = settingsPaths(env, home).map((path) => shownPath(path, home))
  return { file: files[0] ?? '', files: [], guards: [], warnings: [] }
}
