import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint } from '../model/fingerprint.ts'
import { readPrivate, temporaryPrefix, writePrivate, writePrivateAside } from './private-file.ts'
import { isPrivateFolder, makePrivateFolder } from './private-folder.ts'
import { removePath } from './remove-path.ts'

/** A folder of ours in which each file keeps one thing until it ends. */
export interface Shelf {
  readonly folder: string
  /** Whose files are believed. Absent where the system knows no owners. */
  readonly userId: number | undefined
  /** When this run has swept each folder: it may keep hundreds of things in a second. */
  readonly sweeps: Map<string, number>
}

export interface Kept {
  /** What it is kept for, whole: the file's name is only its fingerprint. */
  readonly key: string
  /** When it ends, in milliseconds since 1970. */
  readonly until: number
  readonly value: unknown
}

/** What is kept for a key and has not ended. Whatever else lies in its place is no entry. */
export function find(shelf: Shelf, key: string, now: Date): Kept | undefined {
  if (!isPrivateFolder(shelf.folder, shelf.userId)) return undefined
  const kept = read(shelf, nameOf(key))
  return kept?.key === key && kept.until > now.getTime() ? kept : undefined
}

/**
 * Keeps it, in the place of what was kept for the key before, and drops what has ended.
 *
 * @throws Error that says why it cannot be kept.
 */
export const keep = (shelf: Shelf, kept: Kept): void =>
  writePrivate(placeFor(shelf, kept), textOf(kept), new Date(kept.until))

/** The same, without stopping for the disk all else that goes on. */
export const keepAside = async (shelf: Shelf, kept: Kept): Promise<void> =>
  writePrivateAside(placeFor(shelf, kept), textOf(kept), new Date(kept.until))

function placeFor({ folder, userId }: Shelf, { key }: Kept): string {
  makePrivateFolder(folder, userId)
  const path = join(folder, nameOf(key))
  replaceFolder(path)
  return path
}

const textOf = (kept: Kept) => `${JSON.stringify(kept)}\n`

export function forget(shelf: Shelf, key: string): void {
  removePath(join(shelf.folder, nameOf(key)))
}

/** All that has not ended. */
export function entries(shelf: Shelf, now: Date): readonly Kept[] {
  if (!isPrivateFolder(shelf.folder, shelf.userId)) return []
  return readable(shelf.folder)
    .filter(isEntry)
    .map((name) => read(shelf, name))
    .filter((kept) => kept !== undefined)
    .filter(({ until }) => until > now.getTime())
}

/**
 * Removes what has ended, by the time of each file, which is that of its end; and what a writer left
 * that was killed. Once in a minute is enough.
 */
export function sweep(shelf: Shelf, now: Date): void {
  const last = shelf.sweeps.get(shelf.folder)
  if (last !== undefined && Math.abs(now.getTime() - last) < 60_000) return
  shelf.sweeps.set(shelf.folder, now.getTime())
  const hourAgo = now.getTime() - 3_600_000
  for (const name of readable(shelf.folder).filter(isOurs)) {
    const path = join(shelf.folder, name)
    const { mtimeMs = Number.NaN, ctimeMs = Number.NaN } = statsOf(path) ?? {}
    // What a writer had not finished may have the time of its end already.
    const isOver = name.startsWith(temporaryPrefix) ? ctimeMs < hourAgo : mtimeMs < now.getTime()
    if (isOver) removePath(path)
  }
}

/** Everything that bears a name of ours, also what is no entry. */
export function clear(shelf: Shelf): void {
  for (const name of readable(shelf.folder).filter(isOurs)) removePath(join(shelf.folder, name))
}

/** Of its file. */
export const nameOf = (key: string) => `${fingerprint(key)}.json`

const isOurs = (name: string) => isEntry(name) || name.startsWith(temporaryPrefix)

/** By its name. */
export const isEntry = (name: string) => /^[0-9a-f]{16}\.json$/.test(name)

function readable(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

const read = ({ folder, userId }: Shelf, name: string): Kept | undefined =>
  keptIn(readPrivate(join(folder, name), userId), name)

/** What the text of a file with this name keeps, if it is an entry. */
export function keptIn(text: string | undefined, name: string): Kept | undefined {
  if (text === undefined) return undefined
  try {
    const kept: Partial<Kept> | null = JSON.parse(text)
    const { key, until, value } = kept ?? {}
    if (typeof key !== 'string' || typeof until !== 'number') return undefined
    return nameOf(key) === name ? { key, until, value } : undefined
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
