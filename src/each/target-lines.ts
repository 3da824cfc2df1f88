import { readFileSync } from 'node:fs'
import { whyDenied } from '../config/access.ts'
import { AssumeError } from '../model/errors.ts'

/**
 * The targets in a file, one per line. Empty lines and lines that start with # are ignored.
 *
 * @param path `-` for stdin.
 * @throws AssumeError if the file cannot be read or is not text.
 */
export function targetLinesIn(path: string): readonly string[] {
  return readText(path)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

function readText(path: string): string {
  const shown = path === '-' ? 'stdin' : `"${path}"`
  try {
    const bytes = readFileSync(path === '-' ? 0 : path)
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    const failure = error as NodeJS.ErrnoException
    const denied = whyDenied(failure, path)
    const why = denied ? `cannot be read: ${denied}` : causes.get(failure.code ?? '')
    throw new AssumeError(`--profiles-from: ${shown} ${why ?? `(${failure.code})`}`)
  }
}

const causes: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'does not exist'],
  ['ENOTDIR', 'does not exist'],
  ['EISDIR', 'is a directory'],
  ['EAGAIN', 'has nothing to read yet'],
  ['ERR_ENCODING_INVALID_ENCODED_DATA', 'is not UTF-8'],
  ['ERR_FS_FILE_TOO_LARGE', 'is too long'],
])
