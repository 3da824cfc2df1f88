import { readFileSync, type Stats, statSync } from 'node:fs'
import { AssumeError } from '../../model/errors.ts'
import { whyDenied } from '../access.ts'
import { pastedPath } from '../paths.ts'
import { decodeText } from './decode-text.ts'

interface TextFile {
  readonly text: string
  readonly stats: Stats
}

/**
 * The text of a file, opened for reading only. Undefined when there is none; like botocore, takes
 * what is not a regular file, such as `/dev/null`, for none. `shown` is its name in errors.
 *
 * Reads at once: for small files Node's threads take longer than the disk.
 */
export async function readText(path: string, shown: string): Promise<TextFile | undefined> {
  const found = readBytes(path, shown)
  return found && { text: decodeText(found.bytes, shown), stats: found.stats }
}

function readBytes(path: string, shown: string): { bytes: Buffer; stats: Stats } | undefined {
  try {
    const stats = statSync(path)
    // A directory is let through: reading it says what it is. A pipe could be waited for forever.
    if (!stats.isFile() && !stats.isDirectory()) return undefined
    return { bytes: readFileSync(path), stats }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // A part of the path that is not a directory is a missing file too.
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw unreadable(shown, error as NodeJS.ErrnoException)
  }
}

/** What the system has refused, with its cause in words. */
export function unreadable(shown: string, error: NodeJS.ErrnoException): AssumeError {
  const cause =
    whyDenied(error, shown) ?? CAUSES.get(error.code ?? '') ?? error.code ?? error.message
  const hint =
    error.code === 'EISDIR'
      ? 'it has to be a file'
      : `look at its owner and mode, and those of its directory: ls -ld ${pastedPath(shown)}`
  return new AssumeError(`cannot read ${shown}: ${cause}`, [hint], { cause: error })
}

const CAUSES: ReadonlyMap<string, string> = new Map([
  ['EISDIR', 'it is a directory'],
  ['ELOOP', 'its symbolic links go round in a circle'],
])
