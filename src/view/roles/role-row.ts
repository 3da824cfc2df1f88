import { type IndexedAccount, parsedLine, type SsoIndex } from '../../plan/sso/sso-index.ts'
import { type SsoSession, ssoSessionTitle } from '../../plan/sso/sso-session.ts'
import { ssoIdentity } from '../../plan/sso/sso-source.ts'

/** A role of IAM Identity Center in an account. */
export interface RoleRow {
  readonly session: SsoSession
  readonly account: IndexedAccount
  readonly role: string
  /** Expiration of the cached session. */
  readonly cachedUntil?: Date
}

export interface SessionIndex {
  readonly session: SsoSession
  readonly index: SsoIndex
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
      const lower = line.toLowerCase()
      if (!wanted.every((word) => lower.includes(word))) continue
      const account = parsedLine(line)
      const texts = [account.accountName, account.accountId, account.email].map((text) =>
        text.toLowerCase(),
      )
      const ofRole = wanted.filter((word) => !texts.some((text) => text.includes(word)))
      for (const role of account.roles) {
        if (!ofRole.every((word) => role.toLowerCase().includes(word))) continue
        const until = cached.get(ssoIdentity(ssoSessionTitle(session), account.accountId, role))
        rows.push({ session, account, role, ...(until && { cachedUntil: until }) })
      }
    }
  }
  return rows
}
