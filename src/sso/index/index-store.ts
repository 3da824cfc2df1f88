import { createHash } from 'node:crypto'
import { lstatSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ownId } from '../../config/access.ts'
import { cacheFolder } from '../../config/settings/cache-folder.ts'
import { readPrivate, writePrivate } from '../../files/private-file.ts'
import { makePrivateFolder } from '../../files/private-folder.ts'
import { removePath } from '../../files/remove-path.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import type { IndexedAccount } from '../../plan/sso/index-line.ts'
import { type IndexHeader, indexText, namesText, SsoIndex } from '../../plan/sso/sso-index.ts'
import type { SsoSession } from '../../plan/sso/sso-session.ts'

export type CacheLocation = Pick<PlanInputs, 'env' | 'settings'>

/** Bytes. An account with its roles takes about a hundred. */
const maxBytes = 50_000_000

/** The cached index of a session; an empty one if the file is missing or unsafe. */
export const readIndex = (session: SsoSession, location: CacheLocation): SsoIndex =>
  new SsoIndex(readPrivate(indexPath(session, location), ownId(), 0o077, maxBytes) ?? '')

/**
 * A reader that reads an index again only if its file has changed: a list plans thousands of targets of one
 * sign-in.
 */
export function indexReader(location: CacheLocation): (session: SsoSession) => SsoIndex {
  const known = new Map<string, { readonly state: string; readonly index: SsoIndex }>()
  return (session) => {
    const path = indexPath(session, location)
    const state = stateOf(path)
    const before = known.get(path)
    if (before?.state === state) return before.index
    const index = readIndex(session, location)
    known.set(path, { state, index })
    return index
  }
}

/** Differs for each version of a file, because the file is replaced as a whole. */
function stateOf(path: string): string {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = lstatSync(path, { bigint: true })
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ')
  } catch {
    return ''
  }
}

/** @throws the error of Node. The stored index is then unchanged. */
export function writeIndex(
  session: SsoSession,
  header: Omit<IndexHeader, 'session'>,
  accounts: Iterable<IndexedAccount>,
  location: CacheLocation,
): void {
  const all = [...accounts]
  writeText(indexPath(session, location), indexText({ ...header, session }, all))
  writeText(namesPath(session, location), namesText(all))
}

function writeText(path: string, text: string): void {
  makePrivateFolder(dirname(path), ownId())
  writePrivate(path, text)
}

export function removeIndex(session: SsoSession, location: CacheLocation): void {
  removePath(indexPath(session, location))
  removePath(namesPath(session, location))
}

export const indexPath = (session: SsoSession, location: CacheLocation): string =>
  pathIn('sso-index', session, location)

/** Completion reads this file, because a shell takes a multiple of the time for the whole index. */
const namesPath = (session: SsoSession, location: CacheLocation): string =>
  pathIn('sso-names', session, location)

/** Two sessions with one start URL can have tokens of two users, so the name is a part of the key. */
function pathIn(
  folder: 'sso-index' | 'sso-names',
  { name = '', startUrl, region }: SsoSession,
  { env, settings }: CacheLocation,
): string {
  const key = JSON.stringify([name, region, startUrl])
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 32)
  return join(cacheFolder(env, settings), folder, hash)
}
