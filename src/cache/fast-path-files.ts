import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readPrivate, writePrivate } from '../files/private-file.ts'
import { makePrivateFolder } from '../files/private-folder.ts'
import { removePath } from '../files/remove-path.ts'
import { fastPathFormat, fastPathName } from '../formats/fast-path-format.ts'
import type { Cache } from './cache.ts'

/**
 * For the wrappers: what they may take without us, a file for each command line.
 *
 * @param since the file's time; what is younger than that makes it worthless.
 * @throws Error that says why it cannot be kept.
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

/** Since when it is there like that; undefined if it is not. */
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
 * A plan may hang on any session that is there or not, so all go when one comes or goes. Again if
 * somebody writes there at the same time.
 */
export function clearFastPath({ folder }: Cache): void {
  for (const name of namesIn(folder).filter((name) => ofAnyFormat.test(name))) {
    removePath(join(folder, name))
  }
}

export const fastPathFolder = ({ folder }: Cache) => join(folder, folderName(fastPathFormat))

/** What a version of `assume` before this one has left, which holds keys and is never taken again. */
export const olderFastPathFolders = ({ folder }: Cache): string[] =>
  Array.from({ length: fastPathFormat - 1 }, (_, index) =>
    join(folder, folderName(index + 1)),
  ).filter(isThere)

/** Looks for the few names that there can be, so it costs next to nothing. */
export function removeOlderFastPath(cache: Cache, debug: (text: string) => void): void {
  try {
    for (const path of olderFastPathFolders(cache)) removePath(path)
  } catch (error) {
    // No wrapper of this version takes it.
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
