import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { AssumeError } from '../../model/errors.ts'
import { decodeText } from '../parse/decode-text.ts'
import { unreadable } from '../parse/read-text.ts'
import { pastedPath, shownPath } from '../paths.ts'

/** The size limit in bytes. The settings of a large organisation have a few hundred thousand. */
const maxBytes = 1_048_576

/**
 * The text of a settings file, without a byte order mark. Undefined if there is no file. It is
 * stricter than `readText`: an unreadable file may contain `danger`, so it never counts as empty.
 * Errors name the file in the form for display.
 *
 * @throws AssumeError for a path that is not a readable text file or a link to one.
 */
export function readSettingsFile(path: string, home: string): string | undefined {
  const shown = shownPath(path, home)
  const bytes = readBytes(path, home)
  if (!bytes) return undefined
  const text = decodeText(bytes, shown, 'so no setting can be read')
  const nul = text.indexOf('\0')
  if (nul < 0) return text.replace(/^\ufeff/, '')
  const line = text.slice(0, nul).split('\n').length
  throw new AssumeError(`${shown}:${line}: a NUL character, so this is not a text file`, [
    'save the file as UTF-8',
  ])
}

function readBytes(path: string, home: string): Buffer | undefined {
  const shown = shownPath(path, home)
  try {
    const stats = statSync(path, { throwIfNoEntry: false })
    if (!stats) {
      refuseDanglingLink(path, home)
      return undefined
    }
    if (!stats.isFile()) throw notAFile(stats.isDirectory(), shown)
    return readRegular(path, shown)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // A part of the path is a file, so the settings file cannot exist.
    if (code === 'ENOTDIR') return undefined
    throw error instanceof AssumeError ? error : unreadable(shown, error as NodeJS.ErrnoException)
  }
}

/** Another process may have replaced the file with a pipe. O_NONBLOCK prevents a wait for it. */
function readRegular(path: string, shown: string): Buffer {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stats = fstatSync(file)
    if (!stats.isFile()) throw notAFile(stats.isDirectory(), shown)
    if (stats.size > maxBytes) {
      throw new AssumeError(`cannot read ${shown}: it is larger than 1 MB`, [
        `is it the right file? ls -l ${pastedPath(shown)}`,
      ])
    }
    return readFileSync(file)
  } finally {
    closeSync(file)
  }
}

const notAFile = (isDirectory: boolean, shown: string) =>
  new AssumeError(`cannot read ${shown}: it is ${isDirectory ? 'a directory' : 'not a file'}`, [
    `it has to be a file, or a link to one: ls -ld ${pastedPath(shown)}`,
  ])

/** The dangling link may be the file itself or a folder above it. */
function refuseDanglingLink(path: string, home: string): void {
  let existing = path
  let stats = lstatSync(existing, { throwIfNoEntry: false })
  while (!stats && dirname(existing) !== existing) {
    existing = dirname(existing)
    stats = lstatSync(existing, { throwIfNoEntry: false })
  }
  const leadsSomewhere = statSync(existing, { throwIfNoEntry: false }) !== undefined
  if (!stats?.isSymbolicLink() || leadsSomewhere) return
  const shown = shownPath(path, home)
  const link = shownPath(existing, home)
  throw new AssumeError(
    `cannot read ${shown}: ${existing === path ? 'it' : link} is a link whose target is missing`,
    [`restore the target, or remove the link: ls -l ${pastedPath(link)}`],
  )
}
