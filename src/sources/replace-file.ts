import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'

/**
 * Puts a file in the place of another, for this user alone. Whoever reads meanwhile, and whoever
 * comes after a crash, finds the old text or the new one, never a part. A symbolic link stays, and
 * the file it leads to is replaced.
 *
 * @throws what Node throws; then the old file is as it was.
 */
export function replaceFile(path: string, text: string): void {
  const target = realpathSync(path)
  const temporary = `${target}.${randomBytes(8).toString('hex')}.tmp`
  try {
    writeNew(temporary, Buffer.from(text))
    renameSync(temporary, target)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

function writeNew(path: string, bytes: Buffer): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
