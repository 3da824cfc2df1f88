import { closeSync, constants, fstatSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { writePrivate } from '../store/private-file.ts'
import { parsedJson } from './parsed-json.ts'

/** In bytes; what AWS's tools keep takes a few kilobytes. */
const longest = 1_000_000

export type JsonObject = Readonly<Record<string, unknown>>

/**
 * The object in a file of this user's. Undefined where there is none, or something that is none: a
 * link, a pipe, a file of another user, too long, no JSON. Whoever put it there decides nothing.
 */
export function readPrivateJson(path: string): JsonObject | undefined {
  const value = parsedJson(textOf(path) ?? '')
  return value instanceof Object && !Array.isArray(value) ? { ...value } : undefined
}

function textOf(path: string): string | undefined {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants
  let file: number | undefined
  try {
    file = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    const stats = fstatSync(file)
    if (!stats.isFile() || stats.size > longest || !isOwn(stats.uid)) return undefined
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** Windows has no such numbers; in a container a user may have no name, and then userInfo() throws. */
function isOwn(uid: number): boolean {
  try {
    const own = userInfo().uid
    return own === -1 || own === uid
  } catch {
    return true
  }
}

/**
 * Replaces a file as a whole, so that nobody ever reads half of it, with one that only this user can
 * read, in a folder that only this user can enter if it was not there.
 *
 * @throws what Node throws; the file is then as it was.
 */
export function writePrivateJson(path: string, value: JsonObject): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writePrivate(path, JSON.stringify(value))
}
