import { statSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import type { Environment } from '../../model/context.ts'
import { homeDirectory, shownPath } from '../paths.ts'
import type { Settings } from './settings.ts'
import { readSettingsFile } from './settings-file.ts'

/**
 * Reads the settings of assume, and also the `danger` settings of the file in the home directory. A
 * missing file counts as empty.
 *
 * @throws AssumeError for an existing file that cannot be read or understood.
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
  // Loaded on demand, because most people have no settings file.
  const { fileSettings } = await import('./file-settings.ts')
  const read = all.map(({ file, text }, index) => fileSettings(text ?? '', file, home, index > 0))
  const isOff = read.some(({ dangerCache }) => dangerCache === 'off')
  const { accounts, targets } = read[0] ?? {}
  return {
    ...none,
    ...read[0]?.values,
    ...(accounts && { accounts }),
    ...(targets && { targets }),
    guards: read.flatMap(({ guard }) => guard ?? []),
    ...(isOff && { dangerCache: 'off' }),
    warnings: read.flatMap(({ warnings }) => warnings),
  }
}

/**
 * The paths of the settings files. If `XDG_CONFIG_HOME` selects another folder, the `danger`
 * settings of the file in the home directory also count. A program that can set a variable, such as
 * the `.envrc` of a repository, must not disable a guard. `HOME` has no such protection, because it
 * also changes the profiles and keys.
 */
export function settingsPaths(env: Environment, home: string): readonly string[] {
  const usual = join(home, '.config', 'assume', 'config')
  // The XDG Base Directory specification requires that a relative path is ignored.
  const named = env.XDG_CONFIG_HOME ?? ''
  const own = isAbsolute(named) ? join(named, 'assume', 'config') : usual
  return own === usual ? [own] : [own, usual]
}

/** Removes the second path if both refer to the same file. */
function distinct(paths: readonly string[]): readonly string[] {
  if (paths.length < 2) return paths
  const [one, two] = paths.map(identity)
  return one !== undefined && one === two ? paths.slice(0, 1) : paths
}

function identity(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path)
    return `${dev} ${ino}`
  } catch {
    return undefined
  }
}

/** Empty settings, for commands that must work even if the settings cannot be read. */
export function noSettings(env: Environment): Settings {
  const home = homeDirectory(env)
  const files = settingsPaths(env, home).map((path) => shownPath(path, home))
  return { file: files[0] ?? '', files: [], guards: [], warnings: [] }
}
