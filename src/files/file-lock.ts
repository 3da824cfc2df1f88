import { randomBytes } from 'node:crypto'
import { lstatSync, readdirSync, readlinkSync, symlinkSync, unlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { removePath } from './remove-path.ts'
import { isRunning, type ProcessId, thisProcess } from './this-process.ts'

// This file loads what starts programs, and is a bundle of its own: import it where called.

/** How an attempt to lock ended. */
export type Lock =
  | { readonly state: 'held'; release(): void }
  /** Somebody else has it; the pid is absent where it is another machine's, or not known. */
  | { readonly state: 'busy'; readonly pid?: number }
  /** Nobody can lock there, with Node's code: `EROFS`, `EACCES`; `EEXIST` where no lock of ours lies. */
  | { readonly state: 'impossible'; readonly code: string }

/**
 * Locks `path` against every other process that does the same, and waits for it as long as
 * `patience` says, in milliseconds. A lock whose holder has died is free.
 *
 * The lock is a symbolic link that leads nowhere: it is made at once or not at all, and its target,
 * which says who holds it, is never half written. What takes away that of a dead holder first locks
 * that very link, by a name made of its target, so that of two who find it dead the slower one
 * cannot take away the new lock of the faster.
 */
export async function lockFile(path: string, timeoutMs: number): Promise<Lock> {
  const end = performance.now() + timeoutMs
  const self = thisProcess()
  for (;;) {
    const lock = tryLock(path, self)
    if (lock.state === 'held') clearAfterBreakers(path)
    if (lock.state !== 'busy' || performance.now() >= end) return lock
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
  // Where a shared directory has brought it from another machine, its age is all that tells.
  if (isHere === undefined && !isOld(path)) return { state: 'busy' }
  const breaker = tryLock(`${path}.${holder.nonce}`, self)
  if (breaker.state !== 'held') return breaker
  const isFree = unlock(path, holder.nonce)
  breaker.release()
  return isFree ? tryLock(path, self) : { state: 'busy' }
}

/** Whether a lock is there whose holder is gone, so that whoever wants it next takes it away. */
export function isAbandoned(path: string): boolean {
  const holder = holderOf(path)
  if (typeof holder === 'string') return false
  const isHere = isRunning(holder, thisProcess())
  return isHere === undefined ? isOld(path) : !isHere
}

interface Holder extends ProcessId {
  /** Tells this lock from every other that was or will be there. */
  readonly nonce: string
}

/** `gone` where nothing is any more, `foreign` for whatever is no lock of ours: nobody will release it. */
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
 * Takes away what has lain in a folder of locks for an hour, and whose holder is gone: nobody may ever
 * want that very lock again.
 */
export function sweepLocks(folder: string): void {
  for (const name of namesIn(folder)) {
    const path = join(folder, name)
    if (!isOld(path, 3_600_000) || !isAbandoned(path)) continue
    const lock = tryLock(path, thisProcess())
    if (lock.state === 'held') lock.release()
  }
}

/** Far longer than anybody holds one. In milliseconds. */
const maxAgeMs = 120_000

function isOld(path: string, age = maxAgeMs): boolean {
  try {
    return Date.now() - lstatSync(path).mtimeMs > age
  } catch {
    return false
  }
}

/** Whether this very lock is gone now. One that cannot be taken away is free when its holder is gone. */
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
 * What those have left that were killed while they took a dead holder's lock away. It is about locks
 * that are gone, now that this one is held, and whoever is at it still will find that out.
 */
function clearAfterBreakers(path: string): void {
  const [folder, start] = [dirname(path), `${basename(path)}.`]
  const left = namesIn(folder).filter(
    (name) =>
      name.startsWith(start) && /^[0-9a-f]{16}(\.[0-9a-f]{16})*$/.test(name.slice(start.length)),
  )
  for (const name of left) removePath(join(folder, name))
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function linked(target: string, path: string): string | undefined {
  try {
    symlinkSync(target, path)
    return undefined
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code)
  }
}
