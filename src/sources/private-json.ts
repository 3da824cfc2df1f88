import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { parsedJson } from '../aws-api/parsed-json.ts'
import { ownId } from '../config/access.ts'
import { readPrivate, writePrivate } from '../files/private-file.ts'
import { refuseHomeOfOthers } from '../files/private-folder.ts'

export type JsonObject = Readonly<Record<string, unknown>>

/**
 * The object in a file of this user's. Undefined where there is none, or something that is none: a
 * link, a pipe, a file of another user, too long, no JSON. Whoever put it there decides nothing.
 */
export function readPrivateJson(path: string): JsonObject | undefined {
  const value = parsedJson(readPrivate(path, ownId(), 0) ?? '')
  return value instanceof Object && !Array.isArray(value) ? { ...value } : undefined
}

/**
 * Replaces a file as a whole, so that nobody ever reads half of it, with one that only this user can
 * read, in a folder that only this user can enter if it was not there.
 *
 * @throws what Node throws; the file is then as it was.
 */
export function writePrivateJson(path: string, value: JsonObject): void {
  refuseHomeOfOthers(path, ownId())
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writePrivate(path, JSON.stringify(value))
}
