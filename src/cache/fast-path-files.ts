import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { namesIn } from '../files/names-in.ts'
import { readPrivate, temporaryPrefix, writePrivate } from '../files/private-file.ts'
import { isPrivateFolder, makePrivateFolder } from '../files/private-folder.ts'
import { removePath } from '../files/remove-path.ts'
import {
  type FastPathFile,
  fastPathFormat,
  fastPathName,
  fastPathPrefix,
  timesIn,
  untilOf,
} from '../formats/fast-path-format.ts'
import type { Cache } from './cache.ts'
import { hasReferences, isAt, makeReferences, timeInName } from './reference-files.ts'

/**
 * Stores a fast-path file, which a wrapper loads without a process, and the reference files of the times in
 * it. Each command line has its own file.
 *
 * @returns false if the file system cannot store the times.
 * @throws Error with the reason if the file cannot be stored.
 */
export function writeFastPath({ words, text }: FastPathFile, cache: Cache): boolean {
  const folder = fastPathFolder(cache)
  makePrivateFolder(folder, cache.shells.userId)
  if (!timesIn(text).every(({ time }) => makeReferences(folder, time))) return false
  writePrivate(join(folder, fastPathName(words)), text)
  return true
}

/** Returns true if this file and its reference files are stored. */
export function isFastPathStored({ words, text }: FastPathFile, cache: Cache): boolean {
  const folder = fastPathFolder(cache)
  if (!isPrivateFolder(folder, cache.shells.userId)) return false
  if (readPrivate(join(folder, fastPathName(words)), cache.shells.userId) !== text) return false
  return timesIn(text).every(({ time }) => hasReferences(folder, time))
}

export const deleteFastPath = (words: readonly string[], cache: Cache) =>
  removePath(join(fastPathFolder(cache), fastPathName(words)))

/** Deletes all fast-path files. If another process writes at the same time, the deletion is repeated. */
export function clearFastPath({ folder }: Cache): void {
  for (const name of namesIn(folder).filter((name) => ofAnyFormat.test(name))) {
    removePath(join(folder, name))
  }
}

/**
 * Deletes the fast-path files that no wrapper accepts any more, which contain keys, and the reference files
 * that no other needs.
 */
export function sweepFastPath(cache: Cache, now: Date): void {
  const folder = fastPathFolder(cache)
  const names = namesIn(folder)
  const needed = new Set<string>()
  for (const name of names.filter((name) => name.startsWith(fastPathPrefix))) {
    const path = join(folder, name)
    const text = readPrivate(path, cache.shells.userId) ?? ''
    const times = timesIn(text)
    const isCurrent = times.every(({ time, file }) => isAt(file, time))
    if (!isCurrent || untilOf(text) < now.getTime() / 1000) removePath(path)
    else for (const { time } of times) needed.add(String(time))
  }
  for (const name of names) {
    const isReference = !needed.has(timeInName(name) ?? '') && timeInName(name) !== undefined
    if (!isReference && !name.startsWith(temporaryPrefix)) continue
    // Another process may be about to write the file that needs it.
    const path = join(folder, name)
    const changed = lstatSync(path, { throwIfNoEntry: false })?.ctimeMs ?? now.getTime()
    if (changed < Date.now() - 60_000) removePath(path)
  }
}

export const fastPathFolder = ({ folder }: Cache) => join(folder, folderName(fastPathFormat))

/** Folders of earlier formats, which contain keys and are never used again. */
export const olderFastPathFolders = ({ folder }: Cache): string[] =>
  Array.from({ length: fastPathFormat - 1 }, (_, index) =>
    join(folder, folderName(index + 1)),
  ).filter(isThere)

/** Checks only the few possible names, so it costs almost nothing. */
export function removeOlderFastPath(cache: Cache, debug: (text: string) => void): void {
  try {
    for (const path of olderFastPathFolders(cache)) removePath(path)
  } catch (error) {
    // Wrappers of this version ignore those files.
    debug(`a fast-path file of an older format is still in ${cache.folder}: ${String(error)}`)
  }
}

/** The folders of formats 1 and 2 have another name. */
const folderName = (format: number) =>
  format === 1 ? 'warm' : format === 2 ? 'warm-2' : `fast-path-${format}`

const ofAnyFormat = /^(warm(-\d+)?|fast-path-\d+)$/

const isThere = (path: string) => lstatSync(path, { throwIfNoEntry: false }) !== undefined
