import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs'
import { whyDenied } from './access.ts'

/**
 * The text of a file, or the reason why it cannot be read. The message puts the reason after the
 * file name: `is a directory`.
 */
export type FileText =
  | { readonly text: string; readonly stats?: Stats }
  | { readonly complaint: string }

/**
 * Reads a regular file of limited size. It does not wait for a pipe.
 *
 * @param shown the file as messages name it.
 * @param tooLong the reason for a file with more bytes than `maxBytes`.
 */
export function readRegularText(
  path: string,
  shown: string,
  { maxBytes, tooLong }: { readonly maxBytes: number; readonly tooLong: string },
): FileText {
  let file: number | undefined
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const stats = fstatSync(file)
    if (stats.isDirectory()) return { complaint: 'is a directory' }
    if (!stats.isFile()) return { complaint: 'is not a file' }
    if (stats.size > maxBytes) return { complaint: tooLong }
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
    return { text, stats }
  } catch (error) {
    const failure = error as NodeJS.ErrnoException
    const denied = whyDenied(failure, shown)
    if (denied) return { complaint: `cannot be read: ${denied}` }
    return { complaint: causes.get(failure.code ?? '') ?? `cannot be read (${failure.code})` }
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

const causes: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'does not exist'],
  ['ENOTDIR', 'does not exist'],
  ['ENAMETOOLONG', 'does not exist'],
  ['ERR_INVALID_ARG_VALUE', 'does not exist'],
  ['ELOOP', 'is a symbolic link that goes round in a circle'],
  // A socket, and a device without a driver.
  ['ENXIO', 'is not a file'],
  ['ERR_ENCODING_INVALID_ENCODED_DATA', 'is not UTF-8'],
])
