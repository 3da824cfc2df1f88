import { randomBytes } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** A refresh takes 15 seconds at the most: whoever holds the lock for longer is gone. */
const longestHeld = 16_000

/** Between two looks at it. Both in milliseconds. */
const pause = 50

/**
 * Does something while no other `assume` does it, for a refresh token is good for one refresh. What
 * an owner who died has left is taken away: on Linux at once, elsewhere when its time is over.
 *
 * @param path of a file that is there only meanwhile.
 * @param deadline ends the wait for another.
 * @throws LockHeld, or what Node throws where the file cannot be made.
 */
export async function withLock<Result>(
  path: string,
  deadline: AbortSignal,
  act: () => Promise<Result>,
): Promise<Result> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  while (!take(path)) {
    const left = leftLock(path)
    if (left) takeAway(path, left)
    else if (deadline.aborted) throw new LockHeld()
    else await new Promise((passed) => setTimeout(passed, pause))
  }
  try {
    return await act()
  } finally {
    rmSync(path, { force: true })
  }
}

/** Another `assume` is at it, and takes its time. */
export class LockHeld extends Error {}

function take(path: string): boolean {
  try {
    writeFileSync(path, ownPid(), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    rmSync(path, { force: true })
    throw error
  }
}

/** The lock, if its owner is gone. */
function leftLock(path: string): Stats | undefined {
  try {
    const stats = statSync(path)
    const pid = readFileSync(path, 'latin1')
    const isOld = Date.now() - stats.mtimeMs > longestHeld
    const isDead = /^\d{1,10}$/.test(pid) && ownPid() !== '' && !existsSync(`/proc/${pid}`)
    return isOld || isDead ? stats : undefined
  } catch {
    // Gone just now.
    return undefined
  }
}

/** Two may want to: the slower one must not take away the lock that the other has made since. */
function takeAway(path: string, { ino, mtimeMs }: Stats): void {
  const aside = `${path}.${randomBytes(8).toString('hex')}`
  try {
    renameSync(path, aside)
    const taken = statSync(aside)
    if (taken.ino !== ino || taken.mtimeMs !== mtimeMs) linkSync(aside, path)
  } catch {
    // Somebody was faster.
  } finally {
    rmSync(aside, { force: true })
  }
}

/** Only Linux tells, and only there is it asked. */
function ownPid(): string {
  try {
    return readlinkSync('/proc/self')
  } catch {
    return ''
  }
}
