import { accessSync, constants, lstatSync, realpathSync, type Stats, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'

/** The reason why an existing file or folder cannot be used. */
export interface AccessTrouble {
  /** The path itself, or the folder above it that denies access. */
  readonly path: string
  /** `it belongs to root`, `its mode is 000` */
  readonly why: string
}

/**
 * Distinguishes an unreadable path from a missing one, because `stat` fails for both.
 *
 * @param userId the expected owner; undefined if the system has no owners.
 * @returns undefined if the path is missing or readable.
 */
export function accessTrouble(path: string, userId: number | undefined): AccessTrouble | undefined {
  const stats = statsOf(path)
  if (stats === 'missing') return undefined
  if (stats === 'denied') return ofFolderAbove(path, userId)
  if (stats.isSymbolicLink()) return undefined
  if (userId !== undefined && stats.uid !== userId) return { path, why: belongsTo(stats.uid) }
  return canRead(path, stats) ? undefined : { path, why: modeIs(stats) }
}

/**
 * Explains why the system denies access to a path: `permission denied: it belongs to root`.
 *
 * @param shown the file as the message names it: the path itself, or another name in the same
 *   folder.
 * @returns undefined for an error of another kind.
 */
export function whyDenied(
  { code, path }: NodeJS.ErrnoException,
  shown?: string,
): string | undefined {
  if (code !== 'EACCES' && code !== 'EPERM') return undefined
  if (path === undefined) return 'permission denied'
  const real = targetOf(path)
  const userId = ownId()
  const { path: denied, why } = accessTrouble(real, userId) ?? ofFolderAbove(real, userId)
  if (denied === path) return `permission denied: ${why}`
  const folder = shownFolder(denied, [path, real], shown) ?? denied
  return `permission denied: ${folder}: ${why}`
}

/** Explains why the system refuses a path: the text of `whyDenied`, or the error code. */
export function whyRefused(error: unknown, shown?: string): string {
  const failure = error as NodeJS.ErrnoException
  return whyDenied(failure, shown) ?? failure.code ?? failure.message
}

/** The name of the folder `denied`, which is above a file, in the same form as the name of the file. */
function shownFolder(
  denied: string,
  files: readonly string[],
  shown: string | undefined,
): string | undefined {
  if (shown === undefined) return undefined
  const file = files.find((each) => each.startsWith(`${denied}/`))
  const below = file && dirname(file).slice(denied.length)
  const around = dirname(shown)
  if (below === undefined || !around.endsWith(below)) return undefined
  return around.slice(0, around.length - below.length)
}

/** The target of the links in a path, or the first path that denies access. */
function targetOf(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    return (error as NodeJS.ErrnoException).path ?? path
  }
}

/** Windows has no user ids. In a container a user may have no name, and then `userInfo()` throws. */
export function ownId(): number | undefined {
  try {
    const { uid } = userInfo()
    return uid === -1 ? undefined : uid
  } catch {
    return statSync('/proc/self', { throwIfNoEntry: false })?.uid
  }
}

function ofFolderAbove(path: string, userId: number | undefined): AccessTrouble {
  const folder = dirname(path)
  const stats = statsOf(folder)
  if (typeof stats === 'string') {
    return folder === path
      ? { path: folder, why: 'it cannot be looked at' }
      : ofFolderAbove(folder, userId)
  }
  const isForeign = userId !== undefined && stats.uid !== userId
  return { path: folder, why: isForeign ? belongsTo(stats.uid) : modeIs(stats) }
}

export const belongsTo = (uid: number) => `it belongs to ${uid === 0 ? 'root' : `user ${uid}`}`

const modeIs = ({ mode }: Stats) => `its mode is ${(mode & 0o777).toString(8).padStart(3, '0')}`

function canRead(path: string, stats: Stats): boolean {
  try {
    accessSync(path, stats.isDirectory() ? constants.R_OK | constants.X_OK : constants.R_OK)
    return true
  } catch {
    return false
  }
}

function statsOf(path: string): Stats | 'missing' | 'denied' {
  try {
    return lstatSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'EACCES' || code === 'EPERM' ? 'denied' : 'missing'
  }
}
