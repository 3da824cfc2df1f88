import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What a file name would have a shell run. */
const attack = `';>canary;'`

/** How a pattern becomes a name that it matches, in one shell or another. */
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
 * Makes, in a folder, the files that an unquoted `eval $(…)` of this code could match, as far as the
 * file system can hold such names.
 *
 * @returns how many there are.
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
    // The name is too long, or a folder of that name is there.
    return false
  }
}
