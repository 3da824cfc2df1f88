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
 * Reads the text of a file. Undefined if there is no regular file; botocore also treats other files
 * such as `/dev/null` as missing. `shown` is the name of the file in errors.
 *
 * Reads synchronously, because Node's threads take longer than the disk for small files.
 *
 * @throws AssumeError for a file that cannot be read or decoded.
 */
export async function readText(path: string, shown: string): Promise<TextFile | undefined> {
  const found = readBytes(path, shown)
  return found && { text: decodeText(found.bytes, shown), stats: found.stats }
}

function readBytes(path: string, shown: string): { bytes: Buffer; stats: Stats } | undefined {
  try {
    const stats = statSync(path)
    // Reading a directory fails with a clear error. Reading a pipe could block forever.
    if (!stats.isFile() && !stats.isDirectory()) return undefined
    return { bytes: readFileSync(path), stats }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // The file is also missing if a part of its path is not a directory.
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw unreadable(shown, error as NodeJS.ErrnoException)
  }
}

/** The error for a system failure, with its cause in words. */
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
