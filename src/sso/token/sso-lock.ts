import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { ownId } from '../../config/access.ts'
import { refuseHomeOfOthers } from '../../files/private-folder.ts'

/** Milliseconds between two checks of the deadline. */
const timeoutMs = 200

/**
 * Runs `act` while no other `assume` does, because a refresh token works once.
 *
 * @param path the lock file, which exists only meanwhile.
 * @param deadline ends the wait for another process.
 * @throws LockBusy, or an Error with Node's code if the file cannot be created.
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

/** Another `assume` still holds the lock. */
export class LockBusy extends Error {}
