import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { refuseHomeOfOthers } from '../files/private-folder.ts'
import { removePath } from '../files/remove-path.ts'

export interface RedirectFile {
  /** `file:///home/me/assume-console-Xy12Ab/open.html` */
  readonly url: string
  remove(): void
}

/**
 * Writes a page that leads on to `address` and that only our user can read, so that no other user
 * sees `address` on the browser's command line.
 *
 * The folder is in the home directory and its name has no dot in front, since a browser from snap sees
 * neither /tmp nor hidden folders. One from flatpak gets the file through xdg-open.
 *
 * @throws NodeJS.ErrnoException where no file can be written there, and Error for root in the home of
 *   another user.
 */
export function writeRedirectFile(
  address: string,
  home: string,
  userId: number | undefined,
): RedirectFile {
  refuseHomeOfOthers(home, userId)
  const folder = mkdtempSync(join(home, 'assume-console-'))
  const remove = () => removePath(folder)
  try {
    const path = join(folder, 'open.html')
    writeFileSync(path, page(address), { mode: 0o600, flag: 'wx' })
    return { url: pathToFileURL(path).href, remove }
  } catch (error) {
    remove()
    throw error
  }
}

const page = (address: string) => `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${escaped(address)}">
<title>assume console</title>
<a href="${escaped(address)}">Sign in to the AWS console</a>
`

const escaped = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
