import { chmodSync, lstatSync, mkdirSync } from 'node:fs'

/**
 * Makes a folder that only we can look into, or sees to it that the one there is such.
 *
 * @throws NodeJS.ErrnoException, or an Error that says what is wrong with what lies there.
 */
export function makePrivateFolder(folder: string, userId: number | undefined): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const stats = lstatSync(folder)
  if (!stats.isDirectory()) throw new Error('it is not a folder')
  if (userId !== undefined && stats.uid !== userId) throw new Error('it belongs to somebody else')
  if ((stats.mode & 0o777) !== 0o700) chmodSync(folder, 0o700)
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
