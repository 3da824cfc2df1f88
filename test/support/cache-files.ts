import { lutimesSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Home } from './home.ts'

/** The content of a session file in the cache. */
export interface CacheFile {
  key: string
  until: number
  value: {
    accessKeyId: string
    madeAt: number
    of: { target: string; label: string; what: string }
  }
}

export const cacheFolderOf = ({ path }: Home) => join(path, '.cache/assume')

export const sessionsFolderOf = (home: Home) => join(cacheFolderOf(home), 'sessions')

/** The absolute paths of the session files. */
export function sessionFiles(home: Home): string[] {
  const folder = sessionsFolderOf(home)
  return readdirSync(folder).map((name) => join(folder, name))
}

/** The locks and the temporary files of unfinished writes in the cache. */
export function leftovers(home: Home): string[] {
  const names = readdirSync(cacheFolderOf(home), { recursive: true, encoding: 'utf8' })
  return names.filter((name) => /\.lock|\.new-/.test(name))
}

/** Changes the files of role sessions, MFA sessions or both. The time of a file becomes `until` of its session. */
export function changeCached(
  home: Home,
  which: 'roles' | 'MFA sessions' | 'all',
  change: (entry: CacheFile) => void,
): void {
  const paths = sessionFiles(home)
  const entries = paths.map((path): [string, CacheFile] => [path, readEntry(path)])
  const chosen = entries.filter(([, { value }]) => {
    const isRole = value.of.what !== 'MFA session'
    return which === 'all' || isRole === (which === 'roles')
  })
  if (chosen.length === 0) throw new Error(`there are no ${which} in the cache`)
  for (const [path, entry] of chosen) {
    change(entry)
    writeFileSync(path, JSON.stringify(entry))
    lutimesSync(path, new Date(entry.until), new Date(entry.until))
  }
}

export function readEntry(path: string): CacheFile {
  return JSON.parse(readFileSync(path, 'utf8'))
}

export const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)
