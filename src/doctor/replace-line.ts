import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { removePath } from '../files/remove-path.ts'
import type { LineFix } from './finding.ts'

/**
 * Replaces a line in a file of the user's, which may be reached by a link. All else stays to the byte,
 * and so do owner and mode.
 *
 * @throws NodeJS.ErrnoException, also where somebody has changed the line; the file is then as it was.
 */
export function replaceLine({ path, line, before, after }: LineFix): void {
  const file = realpathSync(path)
  // Byte by byte, whatever its encoding.
  const lines = readFileSync(file, 'latin1').split('\n')
  if (lines[line - 1] !== bytes(before)) {
    throw Object.assign(new Error(), { code: 'it has changed meanwhile' })
  }
  lines[line - 1] = bytes(after)
  const temporary = `${file}.assume-new-${randomBytes(6).toString('hex')}`
  const { mode, uid, gid } = statSync(file)
  const made = openSync(temporary, 'wx', 0o600)
  try {
    try {
      writeFileSync(made, lines.join('\n'), 'latin1')
      // With sudo we are not its owner. Who may not give it away leaves the file as it is.
      fchownSync(made, uid, gid)
      fchmodSync(made, mode & 0o777)
      fsyncSync(made)
    } finally {
      closeSync(made)
    }
    renameSync(temporary, file)
  } catch (error) {
    removePath(temporary)
    throw error
  }
}

const bytes = (text: string) => Buffer.from(text).toString('latin1')
