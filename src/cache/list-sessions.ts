import type { Cache } from './cache.ts'
import { deleteAllEntries, deleteEntry, listEntries } from './entry-store.ts'
import { clearFastPath } from './fast-path-files.ts'
import { removeFormerAccounts } from './former-accounts.ts'
import { parseSession, type SessionOf } from './session-cache.ts'
import { forgetUsed } from './used-targets.ts'

/** A cached session without its secrets. */
export interface ListedSession extends SessionOf {
  readonly madeAt: Date
  readonly expires: Date
}

/** The unexpired sessions, sorted by expiration, the earliest first. */
export function listSessions({ sessions }: Cache, now: Date): readonly ListedSession[] {
  if (!sessions) return []
  return listEntries(sessions, now)
    .map((entry) => parseSession(entry, now))
    .filter((session) => session !== undefined)
    .map(({ of, madeAt, credentials }) => ({ ...of, madeAt, expires: credentials.expiration }))
    .sort((one, other) => one.expires.getTime() - other.expires.getTime())
}

/** Deletes all sessions, learned facts and names of used targets. */
export function clearCache(cache: Cache): void {
  if (cache.sessions) deleteAllEntries(cache.sessions)
  deleteAllEntries(cache.learnedFacts)
  forgetUsed(cache)
  clearFastPath(cache)
  removeFormerAccounts(cache)
}

/** Deletes the sessions of sign-ins of these kinds, and the role sessions made with them. */
export function clearSignedIn(
  cache: Cache,
  kinds: readonly ('sso' | 'login-session')[],
  now: Date,
): void {
  const { sessions } = cache
  if (!sessions) return
  for (const entry of listEntries(sessions, now)) {
    const kind = parseSession(entry, now)?.of.sourceKind
    if (kinds.some((each) => each === kind)) deleteEntry(sessions, entry.key)
  }
  clearFastPath(cache)
}

/**
 * Deletes the sessions of a target: a profile, the words `USER ROLE`, a role ARN or a label.
 *
 * @returns the number of deleted sessions.
 */
export function clearSessions(cache: Cache, target: string, now: Date): number {
  const { sessions } = cache
  if (!sessions) return 0
  const found = listEntries(sessions, now).filter((entry) => {
    const { of } = parseSession(entry, now) ?? {}
    return of && [of.target, of.label, of.what].includes(target)
  })
  for (const { key } of found) deleteEntry(sessions, key)
  clearFastPath(cache)
  return found.length
}
