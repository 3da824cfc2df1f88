import { accessSync, constants, lstatSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'

/** Why a file or folder that may be there cannot be used. */
export interface AccessTrouble {
  /** The path itself, or the folder above it that cannot be entered. */
  readonly path: string
  /** `it belongs to root`, `its mode is 000` */
  readonly why: string
}

/**
 * Tells what cannot be read from what is not there: `stat` fails for both.
 *
 * @param userId whose it should be; undefined where the system knows no owners.
 * @returns undefined where it is not there, or can be read.
 */
export function accessTrouble(path: string, userId: number | undefined): AccessTrouble | undefined {
  const stats = statsOf(path)
  if (stats === 'missing') return undefined
  if (stats === 'denied') return ofFolderAbove(path, userId)
  if (stats.isSymbolicLink()) return undefined
  if (userId !== undefined && stats.uid !== userId) return { path, why: belongsTo(stats.uid) }
  return canRead(path, stats) ? undefined : { path, why: modeIs(stats) }
}

function ofFolderAbove(path: string, userId: number | undefined): AccessTrouble {
  const folder = dirname(path)
  const stats = statsOf(folder)
  if (stats === 'denied' && folder !== path) return ofFolderAbove(folder, userId)
  if (typeof stats === 'string') return { path: folder, why: 'permission is denied' }
  const isForeign = userId !== undefined && stats.uid !== userId
  return { path: folder, why: isForeign ? belongsTo(stats.uid) : modeIs(stats) }
}

const belongsTo = (uid: number) => `it belongs to ${uid === 0 ? 'root' : `user ${uid}`}`

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
