import { realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import type { Environment } from '../../model/context.ts'
import { expandPath, homeDirectory, shownPath } from '../paths.ts'
import type { ConfigWarning } from './warning.ts'

const variables = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'] as const

/**
 * Warns if a variable selects an AWS file in or below the current folder. The `.envrc` of a
 * repository can set it, so the repository would choose the keys. Files in ~/.aws belong to the
 * user. So does everything below the current folder if this is HOME or above it.
 *
 * @param currentFolder is called only if a variable is set. It returns undefined if the folder no
 *   longer exists.
 */
export function filesInCurrentFolder(
  env: Environment,
  currentFolder: () => string | undefined,
): ConfigWarning | undefined {
  const set = variables.filter((name) => env[name])
  const folder = set.length > 0 ? currentFolder() : undefined
  if (folder === undefined) return undefined
  const home = homeDirectory(env)
  const here = realPath(folder)
  if (isIn(realPath(home), here)) return undefined
  const pathOf = (name: string) => expandPath(env[name] ?? '', env, home)
  const own = join(home, '.aws')
  const near = set.filter((name) => {
    const path = pathOf(name)
    const real = realPath(isAbsolute(path) ? path : `${folder}/${path}`)
    const named = resolve(folder, path)
    if (isIn(named, own) || isIn(real, realPath(own))) return false
    return isIn(real, here) || foldersAbove(named).some((above) => realPath(above) === here)
  })
  const [first] = near
  if (first === undefined) return undefined
  const names = near.length > 1 ? `${near.join(' and ')} name files` : `${first} names a file`
  return {
    file: shownPath(resolve(folder, pathOf(first)), home),
    message: `${names} in or below the current folder, which so chooses whose keys are used`,
    why: "a variable, as from an .envrc, makes AWS's tools use the keys of the folder you are in",
  }
}

/** Resolves links. A missing path is resolved through the folder that would contain it. */
export function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const folder = dirname(path)
    return folder === path ? path : join(realPath(folder), basename(path))
  }
}

const isIn = (path: string, folder: string) =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)

function foldersAbove(path: string): string[] {
  const folder = dirname(path)
  return folder === path ? [] : [folder, ...foldersAbove(folder)]
}
