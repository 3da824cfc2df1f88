import { lstatSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Script } from 'node:vm'
import { temporaryPrefix, writePrivateDurably } from '../files/private-file.ts'
import { makePrivateFolder } from '../files/private-folder.ts'
import { removePath } from '../files/remove-path.ts'

interface CompiledCode {
  /** The bundles that V8 has compiled in this run, by name. */
  readonly compiled: ReadonlyMap<string, Script>
  readonly folder: string
  /** The path of a file without the name of the bundle. */
  readonly prefix: string
  /** The last characters of a complete file. */
  readonly endMark: string
  readonly userId: number
}

const day = 24 * 60 * 60 * 1000

/**
 * Saves the compiled code of bundles for the next run, and removes files of other builds and versions of
 * Node.js that nobody has written for a month.
 *
 * @throws NodeJS.ErrnoException or Error if the folder is unusable.
 */
export function saveCode({ compiled, folder, prefix, endMark, userId }: CompiledCode): void {
  makePrivateFolder(folder, userId)
  for (const [name, script] of compiled) {
    const path = prefix + name
    // V8 has rejected this file. Other flags or another processor can need it.
    if (ageOf(path) < day) continue
    writePrivateDurably(path, Buffer.concat([script.createCachedData(), Buffer.from(endMark)]))
  }
  for (const name of readdirSync(folder)) {
    const isOld = ageOf(join(folder, name)) > (name.startsWith(temporaryPrefix) ? day : 30 * day)
    if (isOld && !name.startsWith(basename(prefix))) removePath(join(folder, name))
  }
}

/** Milliseconds since the last change; infinite for a missing file. */
function ageOf(path: string): number {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  return stats ? Date.now() - stats.mtimeMs : Number.POSITIVE_INFINITY
}
