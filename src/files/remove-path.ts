import { lstatSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Removes a file, or a folder with its contents. It follows no link and ignores a missing path. It
 * does not use Node's `rmSync`, because from version 24 on its errors have another form and some
 * lack a code.
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
    // Another program has added a file to the folder meanwhile.
    if (code !== 'ENOTEMPTY' || attempts === 1) throw error
    removePath(path, attempts - 1)
  }
}

function removeFolder(path: string): void {
  for (const name of readdirSync(path)) removePath(join(path, name))
  rmdirSync(path)
}
