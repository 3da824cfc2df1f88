import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { whyDenied } from './access.ts'

/**
 * The text of a file, or the reason why it cannot be read. The message puts the reason after the
 * file name: `is a directory`.
 */
export type FileText = { readonly text: string } | { readonly complaint: string }

/** In bytes. AWS accepts 2,048 characters, not counting the white space that makes a policy readable. */
const maxBytes = 100_000

/** Reads the file of a session policy. `~/` is the home directory, as after `file://` in the AWS CLI. */
export function readPolicyFile(path: string, home: string): FileText {
  const found = path.startsWith('~/') ? join(home, path.slice(2)) : path
  try {
    const stats = statSync(found)
    if (stats.isDirectory()) return { complaint: 'is a directory' }
    // Reading a pipe could block forever.
    if (!stats.isFile()) return { complaint: 'is not a file' }
    if (stats.size > maxBytes) return { complaint: 'is longer than a policy can be' }
    const bytes = readFileSync(found)
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch (error) {
    const failure = error as NodeJS.ErrnoException
    const denied = whyDenied(failure, path)
    if (denied) return { complaint: `cannot be read: ${denied}` }
    return { complaint: causes.get(failure.code ?? '') ?? `cannot be read (${failure.code})` }
  }
}

const causes: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'does not exist'],
  ['ENOTDIR', 'does not exist'],
  ['ENAMETOOLONG', 'does not exist'],
  ['ERR_INVALID_ARG_VALUE', 'does not exist'],
  ['ERR_ENCODING_INVALID_ENCODED_DATA', 'is not UTF-8'],
])
