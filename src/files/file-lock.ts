import { randomBytes } from 'node:crypto'
import { lstatSync, readlinkSync, symlinkSync, unlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { namesIn } from './names-in.ts'
import { removePath } from './remove-path.ts'
import { isRunning, type ProcessId, thisProcess } from './this-process.ts'

// Import this file on demand: it loads the code that starts programs.

/** The result of an attempt to lock. */
export type Lock =
  | { readonly state: 'held'; release(): void }
  /** Another process has the lock. The pid is absent if the process is on another machine or unknown. */
  | { readonly state: 'busy'; readonly pid?: number }
  /**
   * The file system allows no lock here. The code is Node's: `EROFS`, `EACCES`, or `EEXIST` if the
   * path is not a lock of assume.
   */
  | { readonly state: 'impossible'; readonly code: string }

/**
 * Locks `path` against every other process that calls this function, and waits up to `timeoutMs`. A
 * lock of a dead process is free.
 *
 * The lock is a symbolic link with no existing target. The system creates a link atomically, so its
 * target, which identifies the holder, is never incomplete. A process that removes a stale lock
 * first locks that lock, under a name derived from its target. So the slower of two processes
 * cannot remove the new lock of the faster one.
 */
export async function lockFile(path: string, timeoutMs: number): Promise<Lock> {
  const self = thisProcess()
  // Node.js loads the clock when it is first used, which the first attempt mostly saves.
  let end: number | undefined
  for (;;) {
    const lock = tryLock(path, self)
    if (lock.state === 'held') clearAfterBreakers(path)
    if (lock.state !== 'busy') return lock
    end ??= performance.now() + timeoutMs
    if (performance.now() >= end) return lock
    await new Promise((waited) => setTimeout(waited, 30))
  }
}

function tryLock(path: string, self: ProcessId | undefined): Lock {
  const nonce = randomBytes(8).toString('hex')
  const code = linked(`${nonce} ${self?.pid ?? 0} ${self?.start} ${self?.place}`, path)
  if (code === undefined) return { state: 'held', release: () => void unlock(path, nonce) }
  if (code !== 'EEXIST') return { state: 'impossible', code }
  const holder = holderOf(path)
  if (holder === 'foreign') return { state: 'impossible', code }
  if (holder === 'gone') return { state: 'busy' }
  const isHere = isRunning(holder, self)
  if (isHere) return { state: 'busy', pid: holder.pid }
  // The holder runs on another machine that shares the directory, so only the age of the lock is
  // known.
  if (isHere === undefined && !isOld(path)) return { state: 'busy' }
  const breaker = tryLock(`${path}.${holder.nonce}`, self)
  if (breaker.state !== 'held') return breaker
  const isFree = unlock(path, holder.nonce)
  breaker.release()
  return isFree ? tryLock(path, self) : { state: 'busy' }
}

/** Returns true if the holder of a lock no longer runs. The next process that needs the lock removes it. */
export function isAbandoned(path: string): boolean {
  const holder = holderOf(path)
  if (typeof holder === 'string') return false
  const isHere = isRunning(holder, thisProcess())
  return isHere === undefined ? isOld(path) : !isHere
}

interface Holder extends ProcessId {
  /** Distinguishes this lock from all others at the same path. */
  readonly nonce: string
}

/**
 * `gone` if the path does not exist. `foreign` for anything that is not a lock of assume; no
 * process would release it.
 */
function holderOf(path: string): Holder | 'gone' | 'foreign' {
  try {
    const target = readlinkSync(path)
    const [, nonce, pid, start, place] = /^([0-9a-f]{16}) (\d+) (\S+) (\S+)$/.exec(target) ?? []
    return nonce && start && place ? { nonce, pid: Number(pid), start, place } : 'foreign'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'gone' : 'foreign'
  }
}

/**
 * Removes stale locks that are older than an hour, because no process may ever need the same lock
 * again.
 */
export function sweepLocks(folder: string): void {
  for (const name of namesIn(folder)) {
    const path = join(folder, name)
    if (!isOld(path, 3_600_000) || !isAbandoned(path)) continue
    const lock = tryLock(path, thisProcess())
    if (lock.state === 'held') lock.release()
  }
}

/** In milliseconds. It is far longer than any process holds a lock. */
const maxAgeMs = 120_000

function isOld(path: string, age = maxAgeMs): boolean {
  try {
    return Date.now() - lstatSync(path).mtimeMs > age
  } catch {
    return false
  }
}

/**
 * Returns true if this lock no longer exists. A lock that cannot be removed becomes free when its
 * holder ends.
 */
function unlock(path: string, nonce: string): boolean {
  const holder = holderOf(path)
  if (typeof holder === 'string' || holder.nonce !== nonce) return true
  try {
    unlinkSync(path)
    return true
  } catch {
    return false
  }
}

/**
 * Removes the lock files of processes that were killed while they removed a stale lock. This
 * process now holds the lock, so they refer to locks that no longer exist. A process that still
 * uses one notices that.
 */
function clearAfterBreakers(path: string): void {
  const [folder, start] = [dirname(path), `${basename(path)}.`]
  const left = namesIn(folder).filter(
    (name) =>
      name.startsWith(start) && /^[0-9a-f]{16}(\.[0-9a-f]{16})*$/.test(name.slice(start.length)),
  )
  for (const name of left) removePath(join(folder, name))
}

function linked(target: string, path: string): string | undefined {
  try {
    symlinkSync(target, path)
    return undefined
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code)
  }
}
