import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readPrivate, writePrivate } from '../files/private-file.ts'
import { makePrivateFolder } from '../files/private-folder.ts'
import { removePath } from '../files/remove-path.ts'
import { fastPathFormat, fastPathName } from '../formats/fast-path-format.ts'
import type { Cache } from './cache.ts'

/**
 * Stores a fast-path file, which a wrapper loads without a process. Each command line has its own file.
 *
 * @param since modification time of the file. If a dependency is newer, the file is invalid.
 * @throws Error with the reason if the file cannot be stored.
 */
export function writeFastPath(
  words: readonly string[],
  text: string,
  since: Date,
  cache: Cache,
): void {
  const folder = fastPathFolder(cache)
  makePrivateFolder(folder, cache.shells.userId)
  writePrivate(join(folder, fastPathName(words)), text, since)
}

/** The modification time of the file; undefined if the file is missing or has another text. */
export function fastPathTime(
  words: readonly string[],
  text: string,
  cache: Cache,
): Date | undefined {
  const path = join(fastPathFolder(cache), fastPathName(words))
  if (readPrivate(path, cache.shells.userId) !== text) return undefined
  return lstatSync(path, { throwIfNoEntry: false })?.mtime
}

export const deleteFastPath = (words: readonly string[], cache: Cache) =>
  removePath(join(fastPathFolder(cache), fastPathName(words)))

/**
 * Deletes all fast-path files, because a plan can depend on whether any session is cached. If another
 * process writes at the same time, the deletion is repeated.
 */
export function clearFastPath({ folder }: Cache): void {
  for (const name of namesIn(folder).filter((name) => ofAnyFormat.test(name))) {
    removePath(join(folder, name))
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

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
