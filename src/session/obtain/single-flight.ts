import { join } from 'node:path'
import type { Cache } from '../../cache/cache.ts'
import { makePrivateFolder } from '../../files/private-folder.ts'
import { AssumeError } from '../../model/errors.ts'
import { fingerprint } from '../../model/fingerprint.ts'
import type { Interaction } from '../../model/interaction.ts'

/** Milliseconds to wait without a message. A user may be looking for their phone. */
const quietMs = 2_000
const timeoutMs = 120_000

/**
 * Runs `work` while no other run does the same, for example makes the session of this key. If no lock can
 * be created, because the disk is full or read-only, it runs without one.
 *
 * @throws AssumeError if another run holds the lock for two minutes.
 */
export async function singleFlight<T>(
  key: string,
  { locks }: Cache,
  interaction: Interaction,
  work: () => Promise<T>,
): Promise<T> {
  const path = join(locks.folder, `${fingerprint(key)}.lock`)
  try {
    makePrivateFolder(locks.folder, locks.userId)
  } catch {
    return work()
  }
  // Only a run that makes a session needs the code for locks.
  const { lockFile, sweepLocks } = await import('../../files/file-lock.ts')
  let lock = await lockFile(path, quietMs)
  if (lock.state === 'busy') {
    const other = lock.pid === undefined ? 'another assume' : `another assume (pid ${lock.pid})`
    interaction.report.progress(`waiting for ${other}, which is getting the same session`)
    lock = await lockFile(path, timeoutMs)
    if (lock.state === 'busy') {
      throw new AssumeError(`${other} has been getting the same session for two minutes`, [
        'does it ask for something in another terminal? answer or cancel it there, then try again',
      ])
    }
  }
  if (lock.state === 'impossible') return work()
  const { release } = lock
  interaction.interrupted.addEventListener('abort', release)
  try {
    return await work()
  } finally {
    release()
    interaction.interrupted.removeEventListener('abort', release)
    sweepLocks(locks.folder)
  }
}
