import { chmodSync } from 'node:fs'
import { removePath } from '../files/remove-path.ts'
import type { Fix } from './finding.ts'
import { replaceLine } from './replace-line.ts'

/**
 * Fixes a file of our own, or the line that loads our wrapper.
 *
 * @throws NodeJS.ErrnoException
 */
export async function applyFix(fix: Fix): Promise<void> {
  switch (fix.kind) {
    case 'mode':
      return chmodSync(fix.path, fix.mode)
    case 'remove':
      return removePath(fix.path)
    case 'unlock':
      return unlock(fix.path)
    case 'line':
      return replaceLine(fix)
  }
}

/** Takes the lock, as the next run would. A lock that another process has taken meanwhile stays. */
async function unlock(path: string): Promise<void> {
  const { lockFile } = await import('../files/file-lock.ts')
  const lock = await lockFile(path, 0)
  if (lock.state === 'held') lock.release()
  if (lock.state === 'impossible') throw Object.assign(new Error(), { code: lock.code })
}
