import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  readPrivate,
  temporaryPrefix,
  writePrivate,
  writePrivateAsync,
} from '../files/private-file.ts'
import { isPrivateFolder, makePrivateFolder } from '../files/private-folder.ts'
import { removePath } from '../files/remove-path.ts'
import { fingerprint } from '../model/fingerprint.ts'

/** A folder of ours in which each file keeps one thing until it ends. */
export interface EntryStore {
  readonly folder: string
  /** Whose files are believed. Absent where the system knows no owners. */
  readonly userId: number | undefined
  /** When this run has swept each folder: it may keep hundreds of things in a second. */
  readonly lastEvictions: Map<string, number>
}

export interface Entry {
  /** What it is kept for, whole: the file's name is only its fingerprint. */
  readonly key: string
  /** When it ends, in milliseconds since 1970. */
  readonly until: number
  readonly value: unknown
}

/** What is cached for a key and has not ended. Whatever else lies in its place is no entry. */
export function getEntry(store: EntryStore, key: string, now: Date): Entry | undefined {
  if (!isPrivateFolder(store.folder, store.userId)) return undefined
  const entry = read(store, entryFileName(key))
  return entry?.key === key && entry.until > now.getTime() ? entry : undefined
}

/**
 * Keeps it, in the place of what was kept for the key before, and drops what has ended.
 *
 * @throws Error that says why it cannot be kept.
 */
export const putEntry = (store: EntryStore, entry: Entry): void =>
  writePrivate(preparePath(store, entry), serializeEntry(entry), new Date(entry.until))

/** The same, without stopping for the disk all else that goes on. */
export const putEntryAsync = async (store: EntryStore, entry: Entry): Promise<void> =>
  writePrivateAsync(preparePath(store, entry), serializeEntry(entry), new Date(entry.until))

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

/** All that has not ended. */
export function listEntries(store: EntryStore, now: Date): readonly Entry[] {
  if (!isPrivateFolder(store.folder, store.userId)) return []
  return readable(store.folder)
    .filter(isEntryFileName)
    .map((name) => read(store, name))
    .filter((entry) => entry !== undefined)
    .filter(({ until }) => until > now.getTime())
}

/**
 * Removes what has ended, by the time of each file, which is that of its end; and what a writer left
 * that was killed. Once in a minute is enough.
 */
export function evictExpired(store: EntryStore, now: Date): void {
  const last = store.lastEvictions.get(store.folder)
  if (last !== undefined && Math.abs(now.getTime() - last) < 60_000) return
  store.lastEvictions.set(store.folder, now.getTime())
  const hourAgo = now.getTime() - 3_600_000
  for (const name of readable(store.folder).filter(isOurs)) {
    const path = join(store.folder, name)
    const { mtimeMs = Number.NaN, ctimeMs = Number.NaN } = statsOf(path) ?? {}
    // What a writer had not finished may have the time of its end already.
    const isOver = name.startsWith(temporaryPrefix) ? ctimeMs < hourAgo : mtimeMs < now.getTime()
    if (isOver) removePath(path)
  }
}

/** Everything that bears a name of ours, also what is no entry. */
export function deleteAllEntries(store: EntryStore): void {
  for (const name of readable(store.folder).filter(isOurs)) removePath(join(store.folder, name))
}

/** Of its file. */
export const entryFileName = (key: string) => `${fingerprint(key)}.json`

const isOurs = (name: string) => isEntryFileName(name) || name.startsWith(temporaryPrefix)

/** By its name. */
export const isEntryFileName = (name: string) => /^[0-9a-f]{16}\.json$/.test(name)

function readable(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

const read = ({ folder, userId }: EntryStore, name: string): Entry | undefined =>
  parseEntry(readPrivate(join(folder, name), userId), name)

/** What the text of a file with this name keeps, if it is an entry. */
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

/** A file cannot be renamed over a folder. */
function replaceFolder(path: string): void {
  try {
    if (lstatSync(path).isDirectory()) removePath(path)
  } catch {
    // Nothing is there.
  }
}
