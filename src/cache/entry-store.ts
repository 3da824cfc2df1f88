import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { namesIn } from '../files/names-in.ts'
import { readPrivate, temporaryPrefix, writePrivate } from '../files/private-file.ts'
import { isPrivateFolder, makePrivateFolder } from '../files/private-folder.ts'
import { removePath } from '../files/remove-path.ts'
import { fingerprint } from '../model/fingerprint.ts'

/** A folder in which each file contains one entry that expires. */
export interface EntryStore {
  readonly folder: string
  /** The owner that files must have. Absent on systems without file owners. */
  readonly userId: number | undefined
  /**
   * The time of the last eviction in this run, by folder. A run can store hundreds of entries in a second.
   */
  readonly lastEvictions: Map<string, number>
  /**
   * Is called when an entry is looked for, with the path of its file and with the expiration of what was
   * found there.
   */
  readonly onRead?: (path: string, until: number | undefined) => void
}

export interface Entry {
  /** The complete key. The file name is only its fingerprint. */
  readonly key: string
  /** Expiration in milliseconds since 1970. */
  readonly until: number
  readonly value: unknown
}

/** The unexpired entry of a key. Any other file of that name is ignored. */
export function getEntry(store: EntryStore, key: string, now: Date): Entry | undefined {
  const name = entryFileName(key)
  const entry = isPrivateFolder(store.folder, store.userId) ? read(store, name) : undefined
  store.onRead?.(join(store.folder, name), entry?.until)
  return entry?.key === key && entry.until > now.getTime() ? entry : undefined
}

/**
 * Stores an entry in place of the previous one for the key.
 *
 * @param modified the modification time, not before the expiration.
 * @throws Error with the reason if the entry cannot be stored.
 */
export const putEntry = (store: EntryStore, entry: Entry, modified = new Date(entry.until)): void =>
  writePrivate(preparePath(store, entry), serializeEntry(entry), modified)

function preparePath({ folder, userId }: EntryStore, { key }: Entry): string {
  makePrivateFolder(folder, userId)
  const path = join(folder, entryFileName(key))
  replaceFolder(path)
  return path
}

const serializeEntry = (entry: Entry) => `${JSON.stringify(entry)}\n`

export function deleteEntry(store: EntryStore, key: string): void {
  removePath(join(store.folder, entryFileName(key)))
}

/** All unexpired entries. */
export function listEntries(store: EntryStore, now: Date): readonly Entry[] {
  if (!isPrivateFolder(store.folder, store.userId)) return []
  return namesIn(store.folder)
    .filter(isEntryFileName)
    .map((name) => read(store, name))
    .filter((entry) => entry !== undefined)
    .filter(({ until }) => until > now.getTime())
}

/**
 * Deletes expired entries and the temporary files of killed processes. The modification time of each entry
 * is its expiration or a fraction of a second later. A folder is checked once a minute at most.
 */
export function evictExpired(store: EntryStore, now: Date): void {
  if (!isEvictionDue(store, store.folder, now)) return
  const hourAgo = now.getTime() - 3_600_000
  for (const name of namesIn(store.folder).filter(isOurs)) {
    const path = join(store.folder, name)
    const { mtimeMs = Number.NaN, ctimeMs = Number.NaN } = statsOf(path) ?? {}
    // A temporary file may already have the expiration as its modification time.
    const isOver = name.startsWith(temporaryPrefix) ? ctimeMs < hourAgo : mtimeMs < now.getTime()
    if (isOver) removePath(path)
  }
}

/** Returns true at the first call for a folder in this run, and then once a minute. */
export function isEvictionDue(
  { lastEvictions }: Pick<EntryStore, 'lastEvictions'>,
  folder: string,
  now: Date,
): boolean {
  const last = lastEvictions.get(folder)
  if (last !== undefined && Math.abs(now.getTime() - last) < 60_000) return false
  lastEvictions.set(folder, now.getTime())
  return true
}

/** Deletes every file with a name of ours, including invalid entries. */
export function deleteAllEntries(store: EntryStore): void {
  for (const name of namesIn(store.folder).filter(isOurs)) removePath(join(store.folder, name))
}

/** The name of a key's file. */
export const entryFileName = (key: string) => `${fingerprint(key)}.json`

const isOurs = (name: string) => isEntryFileName(name) || name.startsWith(temporaryPrefix)

/** Returns true for the file name of an entry. */
export const isEntryFileName = (name: string) => /^[0-9a-f]{16}\.json$/.test(name)

const read = ({ folder, userId }: EntryStore, name: string): Entry | undefined =>
  parseEntry(readPrivate(join(folder, name), userId), name)

/** The entry in a file of this name; undefined if the text is invalid. */
export function parseEntry(text: string | undefined, name: string): Entry | undefined {
  if (text === undefined) return undefined
  try {
    const entry: Partial<Entry> | null = JSON.parse(text)
    const { key, until, value } = entry ?? {}
    if (typeof key !== 'string' || typeof until !== 'number') return undefined
    return entryFileName(key) === name ? { key, until, value } : undefined
  } catch {
    return undefined
  }
}

function statsOf(path: string) {
  try {
    return lstatSync(path)
  } catch {
    return undefined
  }
}

/** A rename cannot replace a folder with a file. */
function replaceFolder(path: string): void {
  try {
    if (lstatSync(path).isDirectory()) removePath(path)
  } catch {
    // The path does not exist.
  }
}
