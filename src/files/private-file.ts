import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsync,
  fsyncSync,
  futimesSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { removePath } from './remove-path.ts'

/** No session and no token of AWS comes near it. In bytes. */
const maxBytes = 1_000_000

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
    if (!stats.isFile() || !isOurs || (stats.mode & refused) !== 0 || stats.size > maxBytes) {
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
  const draft = draftOf(path, text, modified)
  try {
    fsyncSync(draft.file)
    renameSync(draft.path, path)
  } catch (error) {
    discard(draft)
    throw error
  }
  closeSync(draft.file)
}

/** The same, without stopping for the disk all else that goes on. */
export async function writePrivateAsync(
  path: string,
  text: string,
  modified = new Date(),
): Promise<void> {
  const draft = draftOf(path, text, modified)
  try {
    await new Promise<void>((done, failed) =>
      fsync(draft.file, (error) => (error ? failed(error) : done())),
    )
    renameSync(draft.path, path)
  } catch (error) {
    discard(draft)
    throw error
  }
  closeSync(draft.file)
}

/** Written, but not yet in its place. */
interface TemporaryFile {
  readonly path: string
  readonly file: number
}

function draftOf(path: string, text: string, modified: Date): TemporaryFile {
  const temporary = join(dirname(path), `${temporaryPrefix}${basename(path)}.${randomName()}`)
  const draft = { path: temporary, file: openSync(temporary, 'wx', 0o600) }
  try {
    fchmodSync(draft.file, 0o600)
    const bytes = Buffer.from(text)
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(draft.file, bytes, written)
    }
    futimesSync(draft.file, modified, modified)
    return draft
  } catch (error) {
    discard(draft)
    throw error
  }
}

function discard({ path, file }: TemporaryFile): void {
  removePath(path)
  closeSync(file)
}

/** By which what a killed writer leaves is known. */
export const temporaryPrefix = '.new-'

const randomName = () => Math.random().toString(36).slice(2)
