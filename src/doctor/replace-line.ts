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
 * Replaces a line in a user's file, which can be a link. All other bytes, the owner and the mode stay.
 *
 * @throws NodeJS.ErrnoException, also if the line has changed. The file is then unchanged.
 */
export function replaceLine({ path, line, before, after }: LineFix): void {
  const file = realpathSync(path)
  // latin1 preserves every byte of any encoding.
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
      // The owner is another user if assume runs with sudo. If changing the owner is not permitted, the
      // file stays unchanged.
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
