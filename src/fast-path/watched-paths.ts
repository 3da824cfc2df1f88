import { lstatSync, type Stats } from 'node:fs'
import { dirname, isAbsolute, normalize } from 'node:path'

/**
 * The paths whose times tell whether files are as they were: each file, the folder that it lies in,
 * and the one above, but none above the home directory, since a file or a folder that is put in the place of another may be an older
 * one. What is not there is told by the folders that are.
 *
 * @returns undefined where times would not tell: for a path that hangs on where one is, for a link, and
 *   if something has changed since then.
 */
export function pathsThatTell(
  files: readonly string[],
  home: string,
  since: Date,
): string[] | undefined {
  const telling = new Set<string>()
  for (const file of files) {
    const paths = isAbsolute(file) && normalize(file) === file ? pathsOf(file, home) : undefined
    if (!paths?.every(({ stats }) => stats.mtimeMs < since.getTime())) return undefined
    for (const { path } of paths) telling.add(path)
  }
  return [...telling]
}

interface There {
  readonly path: string
  readonly stats: Stats
}

/** Links are followed in the folder above alone: to change where it leads changes a third. */
function pathsOf(file: string, home: string): There[] | undefined {
  const there: There[] = []
  const ofFile = statsOf(file)
  if (ofFile) {
    if (!ofFile.isFile()) return undefined
    there.push({ path: file, stats: ofFile })
  }
  let folders = 0
  for (let path = dirname(file); folders < 2; path = dirname(path)) {
    const stats = statsOf(path)
    if (stats && !stats.isDirectory()) return undefined
    if (stats) there.push({ path, stats })
    if (stats) folders += 1
    if (path === home || path === dirname(path)) break
  }
  return there
}

function statsOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false })
}
