import { join } from 'node:path'
import { cacheFolder } from '../config/settings/cache-folder.ts'
import type { Settings } from '../config/settings/settings.ts'
import type { Context, Environment } from '../model/context.ts'
import type { EntryStore } from './entry-store.ts'

/** Data that outlives a run, in one folder per kind. */
export interface Cache {
  readonly folder: string
  /** Absent if the settings disable the session cache. */
  readonly sessions?: EntryStore
  /** Facts about roles and keys that AWS has returned. */
  readonly learnedFacts: EntryStore
  /** Requests of shells, by the access key ID of their session. */
  readonly shells: EntryStore
  /** Hashes of MFA codes that AWS has accepted. */
  readonly codes: EntryStore
  readonly locks: EntryStore
}

/** The time of the last eviction per folder. The environment identifies the run. */
const evictionsOf = new WeakMap<Environment, Map<string, number>>()

/** Describes the cache. A folder is created when the first entry is stored. */
export function openCache(
  { env, userId }: Pick<Context, 'env' | 'userId'>,
  settings: Settings,
): Cache {
  const folder = cacheFolder(env, settings)
  const lastEvictions = evictionsOf.get(env) ?? new Map<string, number>()
  evictionsOf.set(env, lastEvictions)
  const store = (name: string): EntryStore => ({
    folder: join(folder, name),
    userId,
    lastEvictions,
  })
  return {
    folder,
    ...(settings.cache?.value !== 'off' && { sessions: store('sessions') }),
    learnedFacts: store('memory'),
    shells: store('shells'),
    codes: store('codes'),
    locks: store('locks'),
  }
}

/** The cache for a target whose sessions must not be on disk. */
export const withoutSessions = ({ sessions: _, ...others }: Cache): Cache => others
