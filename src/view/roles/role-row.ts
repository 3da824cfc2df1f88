import { type IndexedAccount, parsedLine } from '../../plan/sso/index-line.ts'
import type { RolePair, SessionIndex } from '../../plan/sso/role-pairs.ts'
import { ssoSessionTitle } from '../../plan/sso/sso-session.ts'
import { ssoIdentity } from '../../plan/sso/sso-source.ts'

/** A role and its cached session. */
export interface RoleRow extends RolePair {
  /** Expiration of the cached session. */
  readonly cachedUntil?: Date
}

/**
 * The roles of all indexes whose account or name contains each word. Case is ignored.
 *
 * @param cached the expirations of cached sessions by the identity of the source.
 */
export function roleRows(
  indexes: readonly SessionIndex[],
  words: readonly string[],
  cached: ReadonlyMap<string, Date>,
): readonly RoleRow[] {
  const wanted = words.map((word) => word.toLowerCase())
  const rows: RoleRow[] = []
  for (const { session, index } of indexes) {
    for (const line of index.lines()) {
      // A line contains all that the words can match, so most lines need no parsing.
      const lower = wanted.length === 0 ? line : line.toLowerCase()
      if (!wanted.every((word) => lower.includes(word))) continue
      const account = parsedLine(line)
      const ofRole = wanted.filter((word) => !isInAccount(word, account))
      for (const role of account.roles) {
        if (!ofRole.every((word) => role.toLowerCase().includes(word))) continue
        const cachedUntil =
          cached.size === 0
            ? undefined
            : cached.get(ssoIdentity(ssoSessionTitle(session), account.accountId, role))
        rows.push(
          cachedUntil ? { session, account, role, cachedUntil } : { session, account, role },
        )
      }
    }
  }
  return rows
}

const isInAccount = (word: string, { accountName, accountId, email }: IndexedAccount) =>
  [accountName, accountId, email].some((text) => text.toLowerCase().includes(word))
