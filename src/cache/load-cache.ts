import { loadSettings, noSettings } from '../config/settings/load-settings.ts'
import type { Settings } from '../config/settings/settings.ts'
import type { Context } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import { type Cache, openCache } from './cache.ts'
import { removeOlderFastPath } from './fast-path-files.ts'

/** The cache as the settings have it, for who needs nothing else of the world. */
export async function loadCache(context: Context): Promise<Cache> {
  return cacheWith(await loadSettings(context.env), context)
}

/** The same for who has read the settings. */
export function cacheWith(settings: Settings, context: Context): Cache {
  const cache = openCache(context, settings)
  removeOlderFastPath(cache, () => undefined)
  return cache
}

/**
 * The settings for what has to work even if they are broken, and gives nobody a session: then there
 * are none, and `trouble` says why.
 */
export async function settingsIfReadable(
  context: Context,
): Promise<{ readonly settings: Settings; readonly trouble?: AssumeError }> {
  try {
    const settings = await loadSettings(context.env)
    openCache(context, settings)
    return { settings }
  } catch (error) {
    if (!(error instanceof AssumeError)) throw error
    return { settings: noSettings(context.env), trouble: error }
  }
}
