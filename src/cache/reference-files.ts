import { closeSync, fchmodSync, futimesSync, openSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { randomName, temporaryPrefix } from '../files/private-file.ts'
import { removePath } from '../files/remove-path.ts'

/**
 * The two empty files between which a watched file lies by its modification time, a microsecond older and a
 * microsecond newer. A shell can only tell which of two files is newer. All fast-path files share those of
 * one time.
 *
 * @param time whole microseconds since 1970.
 */
const namesOf = (time: bigint) =>
  [
    [`before=${time}`, time - 1n],
    [`after=${time}`, time + 1n],
  ] as const

/** The time in the name of a reference file. */
export const timeInName = (name: string): string | undefined =>
  /^(?:before|after)=(\d+)$/.exec(name)?.[1]

export const hasReferences = (folder: string, time: bigint): boolean =>
  namesOf(time).every(([name, microseconds]) => isAt(join(folder, name), microseconds))

/**
 * Creates the reference files of a time.
 *
 * @returns false if the file system cannot store it: some know whole seconds only.
 */
export function makeReferences(folder: string, time: bigint): boolean {
  for (const [name, microseconds] of namesOf(time)) {
    const path = join(folder, name)
    if (isAt(path, microseconds)) continue
    const temporary = join(folder, `${temporaryPrefix}${name}.${randomName()}`)
    makeEmpty(temporary, microseconds)
    if (!isAt(temporary, microseconds)) {
      removePath(temporary)
      return false
    }
    renameSync(temporary, path)
  }
  return true
}

function makeEmpty(path: string, microseconds: bigint): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    fchmodSync(file, 0o600)
    // Node.js has a floating-point number here and may cut it to whole microseconds.
    const seconds = (Number(microseconds) + 0.5) / 1_000_000
    futimesSync(file, seconds, seconds)
  } finally {
    closeSync(file)
  }
}

/** Returns true if the file, or the file that a link leads to, has this time to the microsecond. */
export function isAt(path: string, microseconds: bigint): boolean {
  try {
    const { mtimeNs } = statSync(path, { bigint: true })
    return mtimeNs / 1000n === microseconds
  } catch {
    return false
  }
}
