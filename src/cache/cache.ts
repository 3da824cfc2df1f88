import { join } from 'node:path'
import { cacheFolder } from '../config/settings/cache-folder.ts'
import type { Settings } from '../config/settings/settings.ts'
import type { Context, Environment } from '../model/context.ts'
import { invalidValue } from '../plan/values/invalid-value.ts'
import type { EntryStore } from './entry-store.ts'

/** What outlives a run, a folder for each kind. */
export interface Cache {
  readonly folder: string
  /** Absent where the settings want no session on disk. */
  readonly sessions?: EntryStore
  /** What AWS has told of roles and keys. */
  readonly learnedFacts: EntryStore
  /** What shells asked for, by the key id that they got. */
  readonly shells: EntryStore
  /** Codes that AWS has taken, hashed. */
  readonly codes: EntryStore
  readonly locks: EntryStore
}

/** Of each run, which is known by its environment. */
const evictionsOf = new WeakMap<Environment, Map<string, number>>()

/**
 * Opens nothing yet: a folder is made when something is put into it.
 *
 * @throws AssumeError for settings that cannot be.
 */
export function openCache(
  { env, userId }: Pick<Context, 'env' | 'userId'>,
  settings: Settings,
): Cache {
  const { cache = 'on', file } = settings
  if (cache !== 'on' && cache !== 'off') {
    throw invalidValue(`${file}, cache`, `"${cache}" is neither on nor off`)
  }
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
    ...(cache === 'on' && { sessions: store('sessions') }),
    learnedFacts: store('memory'),
    shells: store('shells'),
    codes: store('codes'),
    locks: store('locks'),
  }
}

/** For a target of which nothing may lie on disk. */
export const withoutSessions = ({ sessions: _, ...others }: Cache): Cache => others
