import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A command in a file name. */
const attack = `';>canary;'`

/** Functions that turn a pattern into a name that it matches in at least one shell. */
const ways: readonly ((pattern: string) => string)[] = [
  (pattern) =>
    pattern
      .replaceAll(/\[(.)[^\]]*\]/g, '$1')
      .replaceAll('*', attack)
      .replaceAll('?', 'x'),
  (pattern) =>
    pattern
      .replaceAll(/[?*+@!]?\(([^|)]*)[^)]*\)/g, '$1')
      .replaceAll('*', '')
      .replaceAll('?', '"'),
  (pattern) => pattern.replaceAll(/\\(.)/g, '$1').replaceAll('*', attack),
]

/**
 * Creates files in a folder whose names an unquoted `eval $(…)` of this code could match. Names that the
 * file system does not allow are skipped.
 *
 * @returns the number of files.
 */
export function makeMatchingFiles(code: string, folder: string): number {
  mkdirSync(folder, { recursive: true })
  const words = code.split(/[ \t\n]+/).filter((word) => /[*?[\\(]/.test(word) && word[0] !== '/')
  const names = new Set(words.flatMap((word) => ways.map((way) => way(word))))
  return [...names].filter((name) => makeFile(join(folder, name))).length
}

function makeFile(path: string): boolean {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, '')
    return true
  } catch {
    // The name is too long, or a folder has that name.
    return false
  }
}
