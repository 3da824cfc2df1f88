import { shownTime } from '../../model/time-left.ts'
import { visible } from '../../model/visible.ts'
import type { RoleCandidate } from '../../plan/sso/partial-target.ts'
import { ssoSessionTitle } from '../../plan/sso/sso-session.ts'
import type { Candidate } from './choice.ts'

/** A role of IAM Identity Center in a list. */
export interface RoleChoice extends Candidate {
  readonly role: RoleCandidate
}

/**
 * The item of a role.
 *
 * @param cells the columns after the name.
 */
export function roleChoice(role: RoleCandidate, cells: () => readonly string[]): RoleChoice {
  const { word, account, session } = role
  return {
    role,
    name: visible(word),
    about: () =>
      [account.accountId, account.accountName, account.email, ssoSessionTitle(session)].join(' '),
    cells: () => cells().map(visible),
  }
}

/** What a column shows of a cached session: `cached 59m`. */
export function cachedCell(until: Date | undefined, now: Date): string {
  const left = until && shownTime((until.getTime() - now.getTime()) / 1000)
  return left ? `cached ${left}` : ''
}
