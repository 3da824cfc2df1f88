import { chmodSync, lstatSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { belongsTo } from '../config/access.ts'

/**
 * Creates a folder that only this user can access, or makes an existing one private.
 *
 * @throws NodeJS.ErrnoException, or an Error that describes what is wrong with the existing path.
 */
export function makePrivateFolder(folder: string, userId: number | undefined): void {
  refuseHomeOfOthers(folder, userId)
  makeWithParents(folder)
  const stats = lstatSync(folder)
  if (!stats.isDirectory()) throw new Error('it is not a folder')
  if (userId !== undefined && stats.uid !== userId) throw new Error(belongsTo(stats.uid))
  if ((stats.mode & 0o777) !== 0o700) chmodSync(folder, 0o700)
}

/**
 * Refuses to create files as root in another user's home, as with `sudo -E`. That user could
 * neither read nor replace them.
 *
 * @throws Error
 */
export function refuseHomeOfOthers(folder: string, userId: number | undefined): void {
  const owner = userId === 0 ? ownerAround(folder) : undefined
  if (owner === undefined) return
  throw new Error(
    `it is in a folder of user ${owner}, where root creates nothing (sudo -H takes root's own home)`,
  )
}

/** The owner of the folder or of the nearest folder above it, other than root. */
function ownerAround(folder: string): number | undefined {
  const above = dirname(folder)
  if (above === folder) return undefined
  const uid = lstatSync(folder, { throwIfNoEntry: false })?.uid ?? 0
  return uid === 0 || uid === unmapped ? ownerAround(above) : uid
}

/** The uid of everything outside a container's user namespace. */
const unmapped = 65_534

/**
 * Node's `recursive` option loops forever if the system reports ENOENT although the parent exists,
 * as Linux does in /proc.
 */
function makeWithParents(folder: string): void {
  if (make(folder) !== 'ENOENT') return
  const parent = dirname(folder)
  if (parent !== folder) makeWithParents(parent)
  const code = make(folder)
  if (code !== undefined) throw Object.assign(new Error(`${code}: ${folder}`), { code })
}

/**
 * @returns ENOENT if the parent is missing; undefined if the path exists now.
 * @throws NodeJS.ErrnoException for every other error.
 */
function make(folder: string): 'ENOENT' | undefined {
  try {
    mkdirSync(folder, { mode: 0o700 })
    return undefined
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return code
    if (code === 'EEXIST') return undefined
    throw error
  }
}

/** Returns true if only this user can put files into the folder. */
export function isPrivateFolder(folder: string, userId: number | undefined): boolean {
  try {
    const stats = lstatSync(folder)
    const isOurs = userId === undefined || stats.uid === userId
    return stats.isDirectory() && isOurs && (stats.mode & 0o022) === 0
  } catch {
    return false
  }
}
