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
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { removePath } from './remove-path.ts'

/** The usual size limit in bytes. Sessions and tokens of AWS are far smaller. */
const usualMaxBytes = 1_000_000

/**
 * Reads a private file. Returns undefined for anything unsafe in its place: the function follows no
 * link, does not wait for a pipe, and ignores files that other users own or can access.
 *
 * @param refused the mode bits that make a file unsafe; 0 for a file that other tools also write.
 */
export function readPrivate(
  path: string,
  userId: number | undefined,
  refused = 0o077,
  maxBytes = usualMaxBytes,
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
 * Replaces a file atomically. Only this user can read the new file. A reader sees the old or the
 * new file, even if the process is killed. After a power failure the file can be damaged, so this
 * is for caches, whose readers ignore a damaged file.
 *
 * @param modified the modification time, for readers that read the expiration from it.
 * @throws NodeJS.ErrnoException. The old file then still exists.
 */
export function writePrivate(path: string, text: string, modified = new Date()): void {
  replaceFile(path, text, modified, () => {})
}

/** The same as `writePrivate`, for a file that must survive a power failure. The disk takes 5 ms. */
export function writePrivateDurably(
  path: string,
  content: string | Uint8Array,
  modified = new Date(),
): void {
  replaceFile(path, content, modified, fsyncSync)
}

function replaceFile(
  path: string,
  content: string | Uint8Array,
  modified: Date,
  sync: (file: number) => void,
): void {
  const draft = draftOf(path, content, modified)
  try {
    sync(draft.file)
    renameSync(draft.path, path)
  } catch (error) {
    discard(draft)
    throw error
  }
  closeSync(draft.file)
}

/** A complete file that is not yet in its place. */
interface TemporaryFile {
  readonly path: string
  readonly file: number
}

function draftOf(path: string, content: string | Uint8Array, modified: Date): TemporaryFile {
  const temporary = join(dirname(path), `${temporaryPrefix}${basename(path)}.${randomName()}`)
  const draft = { path: temporary, file: openSync(temporary, 'wx', 0o600) }
  try {
    fchmodSync(draft.file, 0o600)
    const bytes = Buffer.from(content as string)
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

/** The name prefix that identifies the leftovers of a killed writer. */
export const temporaryPrefix = '.new-'

export const randomName = () => Math.random().toString(36).slice(2)
