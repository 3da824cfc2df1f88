import { isAbsolute, join } from 'node:path'
import type { Environment } from '../../model/context.ts'
import { AssumeError } from '../../model/errors.ts'
import { homeDirectory } from '../paths.ts'
import type { Settings } from './settings.ts'

/**
 * The folder of the cache: `cache_dir` of the settings, or else `$XDG_CACHE_HOME/assume`, or else
 * `~/.cache/assume`.
 *
 * @throws AssumeError for a `cache_dir` that depends on the current folder.
 */
export function cacheFolder(env: Environment, { cacheDir, file }: Settings): string {
  const home = homeDirectory(env)
  if (cacheDir === undefined) {
    const named = env.XDG_CACHE_HOME ?? ''
    return join(isAbsolute(named) ? named : join(home, '.cache'), 'assume')
  }
  const folder = cacheDir.replace(/^~(?=\/|$)/, home)
  if (isAbsolute(folder)) return folder
  throw new AssumeError(`${file}, cache_dir: "${cacheDir}" is not a full path`, [
    'write /PATH, or ~/PATH',
  ])
}
