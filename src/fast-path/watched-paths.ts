import { lstatSync, type Stats } from 'node:fs'
import { dirname, isAbsolute, normalize } from 'node:path'

/**
 * The paths whose modification times show whether files have changed: each file, its folder and the parent
 * folder, but no folder above the home directory. The folders are included because a replacement file or
 * folder can be older than the original. They also show that a missing file was created.
 *
 * @returns undefined if times do not show it: for a relative path, for a link, and if a path has changed
 *   since `since`.
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

/** Returns undefined if a watched path is a link. Links in the folders above are followed. */
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
