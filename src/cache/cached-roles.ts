import type { Cache } from './cache.ts'
import { listEntries } from './entry-store.ts'
import { parseSession } from './session-cache.ts'

/** The expirations of the cached roles of IAM Identity Center, by the identity of the source. */
export function cachedRoles({ sessions }: Cache, now: Date): ReadonlyMap<string, Date> {
  const found = new Map<string, Date>()
  if (!sessions) return found
  for (const entry of listEntries(sessions, now)) {
    const identity = identityIn(entry.key)
    const session = identity === undefined ? undefined : parseSession(entry, now)
    if (identity !== undefined && session) found.set(identity, session.credentials.expiration)
  }
  return found
}

/** The source of a session key, if it is a role of IAM Identity Center without a further step. */
function identityIn(key: string): string | undefined {
  try {
    const [, [kind, identity], calls] = JSON.parse(key)
    return kind === 'sso' && calls.length === 0 ? identity : undefined
  } catch {
    return undefined
  }
}
