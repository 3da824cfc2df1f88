import type { Stats } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { AssumeError } from '../model/errors.ts'
import { decodeText } from './decode-text.ts'
import { pastedPath } from './paths.ts'

interface TextFile {
  readonly text: string
  readonly stats: Stats
}

/**
 * The text of a file, opened for reading only. Undefined when there is none; like botocore, takes
 * what is not a regular file, such as `/dev/null`, for none. `shown` is its name in errors.
 */
export async function readText(path: string, shown: string): Promise<TextFile | undefined> {
  const found = await readBytes(path).catch((error: NodeJS.ErrnoException) => {
    // A part of the path that is not a directory is a missing file too.
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw unreadable(shown, error)
  })
  return found && { text: decodeText(found.bytes, shown), stats: found.stats }
}

async function readBytes(path: string): Promise<{ bytes: Buffer; stats: Stats } | undefined> {
  const stats = await stat(path)
  // A directory is let through: reading it says what it is. A pipe could be waited for forever.
  if (!stats.isFile() && !stats.isDirectory()) return undefined
  return { bytes: await readFile(path), stats }
}

function unreadable(shown: string, error: NodeJS.ErrnoException): AssumeError {
  const cause = CAUSES.get(error.code ?? '') ?? error.code ?? error.message
  const hint =
    error.code === 'EISDIR'
      ? 'it has to be a file'
      : `look at its owner and mode, and those of its directory: ls -ld ${pastedPath(shown)}`
  return new AssumeError(`cannot read ${shown}: ${cause}`, [hint], { cause: error })
}

const CAUSES: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission denied'],
  ['EISDIR', 'it is a directory'],
  ['ELOOP', 'its symbolic links go round in a circle'],
  ['EPERM', 'permission denied'],
])
