import { isAbsolute, join } from 'node:path'
import type { Environment } from '../../model/context.ts'
import { homeDirectory } from '../paths.ts'
import type { Settings } from './settings.ts'

/**
 * The folder of the cache: `cache_dir` of the settings, or else `$XDG_CACHE_HOME/assume`, or else
 * `~/.cache/assume`.
 */
export function cacheFolder(env: Environment, { cacheDir }: Settings): string {
  if (cacheDir) return cacheDir.value
  const named = env.XDG_CACHE_HOME ?? ''
  return join(isAbsolute(named) ? named : join(homeDirectory(env), '.cache'), 'assume')
}
