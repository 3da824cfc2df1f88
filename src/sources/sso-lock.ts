import {
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** A refresh takes 20 seconds at the most: whoever holds the lock for longer is gone. */
const longestHeld = 25_000

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
    if (isLeft(path)) rmSync(path, { force: true })
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

function isLeft(path: string): boolean {
  try {
    if (Date.now() - statSync(path).mtimeMs > longestHeld) return true
    const pid = readFileSync(path, 'latin1')
    return /^\d{1,10}$/.test(pid) && ownPid() !== '' && !existsSync(`/proc/${pid}`)
  } catch {
    // Gone just now.
    return false
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
