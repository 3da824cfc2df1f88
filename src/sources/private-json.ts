import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { parsedJson } from '../aws-api/parsed-json.ts'
import { ownId } from '../config/access.ts'
import { readPrivate, writePrivateDurably } from '../files/private-file.ts'
import { refuseHomeOfOthers } from '../files/private-folder.ts'

export type JsonObject = Readonly<Record<string, unknown>>

/**
 * The JSON object in a file of this user. Returns undefined if the file is missing or is not acceptable: a
 * link, a pipe, another user's file, a file that is too long or not JSON. Another user cannot influence
 * assume with it.
 */
export function readPrivateJson(path: string): JsonObject | undefined {
  const value = parsedJson(readPrivate(path, ownId(), 0) ?? '')
  return value instanceof Object && !Array.isArray(value) ? { ...value } : undefined
}

/**
 * Replaces a file atomically. Only this user can read the file; a new folder is accessible only to this
 * user.
 *
 * @throws the error of Node. The file is then unchanged.
 */
export function writePrivateJson(path: string, value: JsonObject): void {
  refuseHomeOfOthers(path, ownId())
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writePrivateDurably(path, JSON.stringify(value))
}
