import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  futimesSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** No session and no token of AWS comes near it. In bytes. */
const longest = 1_000_000

/**
 * What is in a file of our own. Undefined for anything else that may lie in its place: a link is not
 * followed, a pipe not waited for, and what others own or may write is not believed.
 *
 * @param refused bits of the mode; none for a file that other tools write as well.
 */
export function readPrivate(
  path: string,
  userId: number | undefined,
  refused = 0o077,
): string | undefined {
  let file: number | undefined
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    const stats = fstatSync(file)
    const isOurs = userId === undefined || stats.uid === userId
    if (!stats.isFile() || !isOurs || (stats.mode & refused) !== 0 || stats.size > longest) {
      return undefined
    }
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/**
 * Puts a whole file in the place of whatever is there, for us alone to read. A reader sees the old
 * one or the new one, also if we are killed half-way.
 *
 * @param modified the file's time, for who sees by it when it ends.
 * @throws NodeJS.ErrnoException, and then the old one is still there.
 */
export function writePrivate(path: string, text: string, modified = new Date()): void {
  const temporary = join(dirname(path), `${temporaryPrefix}${basename(path)}.${randomName()}`)
  const file = openSync(temporary, 'wx', 0o600)
  try {
    try {
      fchmodSync(file, 0o600)
      const bytes = Buffer.from(text)
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
      futimesSync(file, modified, modified)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** By which what a killed writer leaves is known. */
export const temporaryPrefix = '.new-'

const randomName = () => Math.random().toString(36).slice(2)
