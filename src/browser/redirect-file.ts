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
 * Writes a page that redirects to `address` and that only this user can read. This keeps `address`
 * off the browser's command line.
 *
 * The folder is in the home directory and its name does not begin with a dot, because a snap
 * browser sees neither /tmp nor hidden folders. A flatpak browser gets the file through xdg-open.
 *
 * @throws NodeJS.ErrnoException if the file cannot be written, and Error for root in another user's
 *   home.
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
