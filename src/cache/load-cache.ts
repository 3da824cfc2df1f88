import { loadSettings, noSettings } from '../config/settings/load-settings.ts'
import type { Settings } from '../config/settings/settings.ts'
import type { Context } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import { type Cache, openCache } from './cache.ts'
import { removeOlderFastPath } from './fast-path-files.ts'

/** The cache that the settings configure, for callers that need no other inputs. */
export async function loadCache(context: Context): Promise<Cache> {
  return cacheWith(await loadSettings(context.env), context)
}

/** The cache, for callers that have already read the settings. */
export function cacheWith(settings: Settings, context: Context): Cache {
  const cache = openCache(context, settings)
  removeOlderFastPath(cache, () => undefined)
  return cache
}

/**
 * The settings for commands that must work with broken settings and return no session. If the settings are
 * broken, the result is empty settings, and `trouble` is the error.
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
