import { join } from 'node:path'
import { whyRefused } from '../config/access.ts'
import type { Credentials } from '../model/credentials.ts'
import type { Interaction } from '../model/interaction.ts'
import { parseSessionKeys } from '../model/parse-keys.ts'
import type { Reporter } from '../model/reporter.ts'
import { longestAnywhere, longestUser } from '../model/values/duration.ts'
import type { Plan } from '../plan/plan.ts'
import { isOfAws, sessionKey } from '../plan/session-key.ts'
import type { Cache } from './cache.ts'
import {
  deleteEntry,
  type Entry,
  entryFileName,
  evictExpired,
  getEntry,
  isEvictionDue,
  putEntry,
} from './entry-store.ts'
import { fastPathFolder, sweepFastPath } from './fast-path-files.ts'
import { removeFormerAccounts } from './former-accounts.ts'

/** A session in the cache. */
export interface CachedSession {
  readonly credentials: Credentials & { readonly expiration: Date }
  readonly madeAt: Date
  /** The description for lists. */
  readonly of: SessionOf
}

export interface SessionOf {
  /** The target as the user typed it. */
  readonly target: string
  readonly label: string
  /** The role ARN, `MFA session`, or `ROLE in ACCOUNT` for IAM Identity Center. */
  readonly what: string
  /** `profile "bob"`, `the environment`. */
  readonly keysOf: string
  readonly sourceKind: string
}

/** The cached, unexpired session after a step. */
export function getSession(
  cache: Cache,
  plan: Plan,
  last: number,
  now: Date,
): CachedSession | undefined {
  const entry = cache.sessions && getEntry(cache.sessions, sessionKey(plan, last), now)
  return entry && parseSession(entry, now)
}

/** The file in which the session after a step is cached; undefined if sessions are not cached. */
export const sessionPath = ({ sessions }: Cache, plan: Plan, last: number): string | undefined =>
  sessions && join(sessions.folder, entryFileName(sessionKey(plan, last)))

/**
 * Caches a session. If that fails, the user gets a warning, because the next run needs another call or
 * code.
 */
export function putSession(
  cache: Cache,
  plan: Plan,
  last: number,
  { credentials, madeAt, of }: CachedSession,
  { report, now }: Interaction,
): void {
  if (!cache.sessions) return
  const { expiration, ...others } = credentials
  const value = { ...others, madeAt: madeAt.getTime(), of }
  try {
    const until = expiration.getTime()
    // AWS gives whole seconds. The fast path has to see that a session has replaced another one, which may
    // expire in the same second.
    const modified = new Date(until + (madeAt.getTime() % 1000))
    putEntry(cache.sessions, { key: sessionKey(plan, last), until, value }, modified)
    evictExpired(cache.sessions, now())
  } catch (error) {
    report.warning(`the session cannot be cached in ${cache.sessions.folder}: ${whyRefused(error)}`)
  }
  if (isEvictionDue(cache.sessions, fastPathFolder(cache), now())) {
    sweepOrReport(cache, now(), report)
  }
}

function sweepOrReport(cache: Cache, now: Date, report: Reporter): void {
  try {
    sweepFastPath(cache, now)
    removeFormerAccounts(cache)
  } catch (error) {
    // Wrappers see that the session is another one.
    report.debug(`an old file is still in ${cache.folder}: ${String(error)}`)
  }
}

/**
 * Deletes the session after a step from the cache.
 *
 * @returns a function that stores it again; undefined if the session cannot be deleted.
 */
export function deleteSession(
  cache: Cache,
  plan: Plan,
  last: number,
  { report, now }: Interaction,
): (() => void) | undefined {
  const { sessions } = cache
  const entry = sessions && getEntry(sessions, sessionKey(plan, last), now())
  if (!entry) return undefined
  try {
    deleteEntry(sessions, entry.key)
  } catch (error) {
    report.debug(`a session cannot be deleted in ${sessions.folder}: ${whyRefused(error)}`)
    return undefined
  }
  sweepOrReport(cache, now(), report)
  return () => {
    try {
      putEntry(sessions, entry)
    } catch (error) {
      report.debug(`a session cannot be put back in ${sessions.folder}: ${whyRefused(error)}`)
    }
  }
}

/**
 * The longest possible session. An entry that lasts longer was written by another program or with a wrong
 * clock.
 */
function longestMilliseconds(key: string): number {
  const seconds = isOfAws(key) ? longestUser : longestAnywhere
  return seconds * 1000 + 15 * 60_000
}

/** Returns undefined for an invalid entry. */
export function parseSession({ key, until, value }: Entry, now: Date): CachedSession | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { accessKeyId, secretAccessKey, sessionToken, accountId, madeAt, of } = value as Record<
    string,
    unknown
  >
  const keys = parseSessionKeys({ id: accessKeyId, secret: secretAccessKey, token: sessionToken })
  if ('unusable' in keys) return undefined
  if (typeof madeAt !== 'number' || typeof of !== 'object' || of === null) return undefined
  if (until > now.getTime() + longestMilliseconds(key) || Number.isNaN(new Date(until).getTime())) {
    return undefined
  }
  return {
    credentials: {
      ...keys,
      expiration: new Date(until),
      ...(typeof accountId === 'string' && { accountId }),
    },
    madeAt: new Date(madeAt),
    of: of as SessionOf,
  }
}
