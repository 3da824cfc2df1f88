import { join } from 'node:path'
import { cacheFolder } from '../config/cache-folder.ts'
import type { Settings } from '../config/settings.ts'
import type { Context, Environment } from '../model/context.ts'
import { badValue } from '../plan/bad-value.ts'
import type { Shelf } from '../store/shelf.ts'

/** What outlives a run, a folder for each kind. */
export interface Cache {
  readonly folder: string
  /** Absent where the settings want no session on disk. */
  readonly sessions?: Shelf
  /** What AWS has told of roles and keys. */
  readonly memory: Shelf
  /** What shells asked for, by the key id that they got. */
  readonly shells: Shelf
  /** Codes that AWS has taken, hashed. */
  readonly codes: Shelf
  readonly locks: Shelf
}

/** Of each run, which is known by its environment. */
const sweepsOf = new WeakMap<Environment, Map<string, number>>()

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
    throw badValue(`${file}, cache`, `"${cache}" is neither on nor off`)
  }
  const folder = cacheFolder(env, settings)
  const sweeps = sweepsOf.get(env) ?? new Map<string, number>()
  sweepsOf.set(env, sweeps)
  const shelf = (name: string): Shelf => ({ folder: join(folder, name), userId, sweeps })
  return {
    folder,
    ...(cache === 'on' && { sessions: shelf('sessions') }),
    memory: shelf('memory'),
    shells: shelf('shells'),
    codes: shelf('codes'),
    locks: shelf('locks'),
  }
}

/** For a target of which nothing may lie on disk. */
export const withoutSessions = ({ sessions: _, ...others }: Cache): Cache => others
