import { loadSettings } from '../config/settings.ts'
import type { Context } from '../model/context.ts'
import { type Cache, openCache } from './cache.ts'
import { removeOlderWarm } from './warm-sessions.ts'

/** The cache as the settings have it, for who needs nothing else of the world. */
export async function heldCache(context: Context): Promise<Cache> {
  const cache = openCache(context, await loadSettings(context.env))
  removeOlderWarm(cache, () => undefined)
  return cache
}
