import { lstatSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Removes a file, or a folder with all that is in it; no link is followed. What is not there is removed
 * already. This is not `rmSync` of Node, which from version 24 on throws errors of another form, some of
 * them without a code.
 *
 * @throws NodeJS.ErrnoException
 */
export function removePath(path: string, attempts = 4): void {
  try {
    if (lstatSync(path).isDirectory()) removeFolder(path)
    else unlinkSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return
    // Another program has put something into the folder meanwhile.
    if (code !== 'ENOTEMPTY' || attempts === 1) throw error
    removePath(path, attempts - 1)
  }
}

function removeFolder(path: string): void {
  for (const name of readdirSync(path)) removePath(join(path, name))
  rmdirSync(path)
}
