import { lstatSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, normalize } from 'node:path'
import { configPaths } from '../config/paths.ts'
import { settingsPaths } from '../config/settings/load-settings.ts'
import { fileIdentity } from '../files/file-identity.ts'
import { arrow, type WatchedPath } from '../formats/fast-path-format.ts'
import type { Environment } from '../model/context.ts'

/** The files of AWS and of assume that a plan depends on. */
export function filesOfPlan(env: Environment): readonly string[] {
  const home = env.HOME
  if (!home) return []
  const { config, credentials } = configPaths(env, home)
  return [config, credentials, ...settingsPaths(env, home)].filter((path) => path !== undefined)
}

/**
 * What tells whether files have changed, whatever their modification times say. It is compared with
 * that after the files were read.
 */
export function identitiesOf(paths: readonly string[]): string {
  return paths.map(fileIdentity).join('\n')
}

/**
 * How a wrapper can check that a file is as it is now.
 *
 * @returns undefined if no wrapper can: for a relative path, a link that leads nowhere, and what is no
 *   regular file.
 */
export function watchedPath(path: string): WatchedPath | undefined {
  if (!isAbsolute(path) || normalize(path) !== path || path.includes(arrow)) return undefined
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  if (!stats) return missingPath(path)
  if (!stats.isFile()) return undefined
  const real = realpathSync(path)
  return {
    file: path,
    time: stats.mtimeNs / 1000n,
    ...(real !== path && { real }),
  }
}

/**
 * The uppermost part of the path that does not exist. If it were the whole path, a link that leads
 * nowhere could take the place of a folder, and a wrapper would not see it.
 */
function missingPath(path: string): WatchedPath | undefined {
  let missing = path
  if (isThere(missing)) return undefined
  while (!isThere(dirname(missing))) missing = dirname(missing)
  const folder = dirname(missing)
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory()
    ? { missing, folder }
    : undefined
}

/** A link that leads nowhere is there too. */
const isThere = (path: string) => lstatSync(path, { throwIfNoEntry: false }) !== undefined
