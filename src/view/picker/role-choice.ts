import { shownTime } from '../../model/time-left.ts'
import { visible } from '../../model/visible.ts'
import type { IndexedAccount } from '../../plan/sso/index-line.ts'
import type { RoleCandidate } from '../../plan/sso/partial-target.ts'
import { type SsoSession, ssoSessionTitle } from '../../plan/sso/sso-session.ts'
import type { Candidate } from './choice-list.ts'

/** A role of IAM Identity Center in a list. */
export interface RoleChoice extends Candidate {
  readonly role: RoleCandidate
}

/**
 * The item of a role.
 *
 * @param cells the columns after the name.
 */
export const roleChoice = (role: RoleCandidate, cells: () => readonly string[]): RoleChoice => ({
  role,
  name: visible(role.word),
  about: () => aboutRole(role.account, role.session),
  cells: () => cells().map(visible),
})

/** What the search looks at besides the name of a role. */
export const aboutRole = (account: IndexedAccount, session: SsoSession): string =>
  [account.accountId, account.accountName, account.email, ssoSessionTitle(session)].join(' ')

/** What a column shows of a cached session: `cached 59m`. */
export function cachedCell(until: Date | undefined, now: Date): string {
  const left = until && shownTime((until.getTime() - now.getTime()) / 1000)
  return left ? `cached ${left}` : ''
}
