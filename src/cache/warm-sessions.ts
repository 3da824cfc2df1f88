import { lstatSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { warmName } from '../exports/warm-file.ts'
import { readPrivate, writePrivate } from '../store/private-file.ts'
import { makePrivateFolder } from '../store/private-folder.ts'
import type { Cache } from './cache.ts'

/**
 * For the wrappers: what they may take without us, a file for each command line.
 *
 * @param since the file's time; what is younger than that makes it worthless.
 * @throws Error that says why it cannot be kept.
 */
export function keepWarm(words: readonly string[], text: string, since: Date, cache: Cache): void {
  const folder = warmFolder(cache)
  makePrivateFolder(folder, cache.shells.userId)
  writePrivate(join(folder, warmName(words)), text, since)
}

/** Since when it is there like that; undefined if it is not. */
export function warmSince(words: readonly string[], text: string, cache: Cache): Date | undefined {
  const path = join(warmFolder(cache), warmName(words))
  if (readPrivate(path, cache.shells.userId) !== text) return undefined
  return lstatSync(path, { throwIfNoEntry: false })?.mtime
}

export const forgetWarm = (words: readonly string[], cache: Cache) =>
  rmSync(join(warmFolder(cache), warmName(words)), { force: true })

/**
 * A plan may hang on any session that is there or not, so all go when one comes or goes. Again if
 * somebody writes there at the same time.
 */
export const clearWarm = (cache: Cache) =>
  rmSync(warmFolder(cache), { recursive: true, force: true, maxRetries: 3 })

export const warmFolder = ({ folder }: Cache) => join(folder, 'warm')
