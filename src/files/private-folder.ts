import { chmodSync, lstatSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { belongsTo } from '../config/access.ts'

/**
 * Makes a folder that only we can look into, or sees to it that the one there is such.
 *
 * @throws NodeJS.ErrnoException, or an Error that says what is wrong with what lies there.
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
 * Root creates nothing in the home of another user, as `sudo -E` would have it: that user could neither
 * read nor replace it.
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

/** Who owns the folder, or one above it, if that is not root. */
function ownerAround(folder: string): number | undefined {
  const above = dirname(folder)
  if (above === folder) return undefined
  const uid = lstatSync(folder, { throwIfNoEntry: false })?.uid ?? 0
  return uid === 0 || uid === unmapped ? ownerAround(above) : uid
}

/** The owner of everything that is outside of a container's user namespace. */
const unmapped = 65_534

/**
 * Node's own `recursive` never comes to an end where the system says ENOENT although the parent is there,
 * as Linux does in /proc.
 */
function makeWithParents(folder: string): void {
  if (make(folder) !== 'ENOENT') return
  const parent = dirname(folder)
  if (parent !== folder) makeWithParents(parent)
  const code = make(folder)
  if (code !== undefined) throw Object.assign(new Error(`${code}: ${folder}`), { code })
}

/** @returns the code of the error if the parent is missing; undefined when something is there. */
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

/** Whether what is in a folder can be ours: nobody else could have put it there. */
export function isPrivateFolder(folder: string, userId: number | undefined): boolean {
  try {
    const stats = lstatSync(folder)
    const isOurs = userId === undefined || stats.uid === userId
    return stats.isDirectory() && isOurs && (stats.mode & 0o022) === 0
  } catch {
    return false
  }
}
