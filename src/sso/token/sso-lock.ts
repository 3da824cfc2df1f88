import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { ownId } from '../../config/access.ts'
import { refuseHomeOfOthers } from '../../files/private-folder.ts'

/** Between two looks at the deadline. In milliseconds. */
const timeoutMs = 200

/**
 * Does something while no other `assume` does it, for a refresh token is good for one refresh.
 *
 * @param path of a file that is there only meanwhile.
 * @param deadline ends the wait for another.
 * @throws LockHeld, or an Error with Node's code where the file cannot be made.
 */
export async function withLock<Result>(
  path: string,
  deadline: AbortSignal,
  act: () => Promise<Result>,
): Promise<Result> {
  refuseHomeOfOthers(path, ownId())
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const { lockFile } = await import('../../files/file-lock.ts')
  for (;;) {
    const lock = await lockFile(path, timeoutMs)
    if (lock.state === 'held') return act().finally(lock.release)
    if (lock.state === 'impossible') {
      throw Object.assign(new Error(lock.code), { code: lock.code, path })
    }
    if (deadline.aborted) throw new LockBusy()
  }
}

/** Another `assume` is at it, and takes its time. */
export class LockBusy extends Error {}
