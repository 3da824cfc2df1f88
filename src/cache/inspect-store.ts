import { lstatSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { namesIn } from '../files/names-in.ts'
import { readPrivate, temporaryPrefix } from '../files/private-file.ts'
import { type EntryStore, isEntryFileName, parseEntry } from './entry-store.ts'

/** A problem with a file or folder of the cache. */
export interface Flaw {
  readonly path: string
  readonly kind:
    | 'not a folder'
    /** It belongs to another user. */
    | 'foreign'
    /** Other users can read or write it. `mode` is the correct mode. */
    | 'open'
    /** It has the name of an entry and is not a valid entry. */
    | 'corrupt'
    /** A temporary file of a killed process. */
    | 'left over'
    /** It is not a file of assume. */
    | 'stray'
  readonly mode: number
}

/** Checks a folder and its files and changes nothing. */
export function flawsOf(store: EntryStore, now: Date): Flaw[] {
  const { folder, userId } = store
  const stats = statsOf(folder)
  if (!stats) return []
  const flaw = (kind: Flaw['kind']): Flaw => ({ path: folder, kind, mode: 0o700 })
  if (!stats.isDirectory()) return [flaw('not a folder')]
  if (isForeign(stats, userId)) return [flaw('foreign')]
  const open = (stats.mode & 0o077) === 0 ? [] : [flaw('open')]
  return [...open, ...namesIn(folder).flatMap((name) => flawIn(store, name, now))]
}

function flawIn({ folder, userId }: EntryStore, name: string, now: Date): Flaw[] {
  const path = join(folder, name)
  const stats = statsOf(path)
  if (!stats) return []
  const flaw = (kind: Flaw['kind']): Flaw[] => [{ path, kind, mode: 0o600 }]
  if (isForeign(stats, userId)) return flaw('foreign')
  if (name.startsWith(temporaryPrefix)) {
    return stats.mtimeMs < now.getTime() - 3_600_000 ? flaw('left over') : []
  }
  if (!isEntryFileName(name)) return flaw('stray')
  if (!stats.isFile()) return flaw('corrupt')
  if ((stats.mode & 0o077) !== 0) return flaw('open')
  return parseEntry(readPrivate(path, userId), name) ? [] : flaw('corrupt')
}

/** Returns true if other users own, can read or can write a folder or a file in it. */
export function isExposed({ folder, userId }: Pick<EntryStore, 'folder' | 'userId'>): boolean {
  const paths = [folder, ...namesIn(folder).map((name) => join(folder, name))]
  return paths.some((path) => {
    const stats = statsOf(path)
    return stats !== undefined && ((stats.mode & 0o077) !== 0 || isForeign(stats, userId))
  })
}

const isForeign = ({ uid }: Stats, userId: number | undefined) =>
  userId !== undefined && uid !== userId

function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path)
  } catch {
    return undefined
  }
}
