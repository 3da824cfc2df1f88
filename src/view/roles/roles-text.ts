import { shownTime } from '../../model/time-left.ts'
import { visible } from '../../model/visible.ts'
import type { IndexedAccount } from '../../plan/sso/index-line.ts'
import type { SessionIndex } from '../../plan/sso/role-pairs.ts'
import { ssoSessionTitle } from '../../plan/sso/sso-session.ts'
import type { Table } from '../table.ts'
import type { RoleRow } from './role-row.ts'

/** @param hasSessions the roles are those of several sign-ins. */
export function rolesTable(rows: readonly RoleRow[], hasSessions: boolean, now: Date): Table {
  // The roles of an account follow each other.
  let last: IndexedAccount | undefined
  let shown: IndexedAccount | undefined
  const shownOf = (account: IndexedAccount): IndexedAccount => {
    if (account === last && shown) return shown
    last = account
    const { accountName, email } = account
    shown = { ...account, accountName: visible(accountName), email: visible(email) }
    return shown
  }
  const isAnyCached = rows.some(({ cachedUntil }) => cachedUntil)
  const titles = [
    ...['ACCOUNT', 'ID', 'ROLE', 'EMAIL'],
    ...(isAnyCached ? ['CACHED FOR'] : []),
    ...(hasSessions ? ['SSO SESSION'] : []),
  ]
  return {
    titles,
    rows: rows.map(({ session, account, role, cachedUntil }) => {
      const { accountName, accountId, email } = shownOf(account)
      const cells = [accountName, accountId, role, email]
      const left = cachedUntil && (cachedUntil.getTime() - now.getTime()) / 1000
      if (isAnyCached) cells.push(left === undefined ? '' : shownTime(left))
      if (hasSessions) cells.push(visible(ssoSessionTitle(session)))
      return { cells }
    }),
    spare: isAnyCached ? [3, 4] : [3],
  }
}

/** Account name, id, role, email, expiration of the cached session and sso-session, with tabs between. */
export const roleLines = (rows: readonly RoleRow[]): string =>
  rows.map((row) => `${fields(row).map(visible).join('\t')}\n`).join('')

const fields = ({ session, account, role, cachedUntil }: RoleRow) => [
  account.accountName,
  account.accountId,
  role,
  account.email,
  cachedUntil?.toISOString() ?? '',
  ssoSessionTitle(session),
]

export function roleDocument(rows: readonly RoleRow[], indexes: readonly SessionIndex[]): string {
  const sessions = indexes.flatMap(({ session, index }) => {
    const { startedAt, isComplete } = index.header ?? {}
    if (startedAt === undefined) return []
    const { name, startUrl, region } = session
    const fetchedAt = new Date(startedAt).toISOString()
    return [{ name, startUrl, region, fetchedAt, isComplete }]
  })
  const roles = rows.map(({ session, account, role, cachedUntil }) => {
    const { accountName, accountId, email } = account
    const shown = { accountName, accountId, role, email, ssoSession: ssoSessionTitle(session) }
    return cachedUntil ? { ...shown, cachedUntil } : shown
  })
  return `${JSON.stringify({ sessions, roles }, undefined, 2)}\n`
}
