import { shellWord } from '../../formats/posix.ts'
import { UsageError } from '../../model/errors.ts'
import { isAccountId } from '../values/sso-names.ts'
import type { IndexedAccount } from './index-line.ts'
import type { RolePair, SessionIndex } from './role-pairs.ts'
import type { SsoIndex } from './sso-index.ts'
import { type SsoSession, ssoSessionTitle } from './sso-session.ts'

/** A role that a part of its name can mean. */
export interface RoleCandidate extends RolePair {
  /** The target that means this role: `payments-prod:Admin`. */
  readonly word: string
}

/**
 * The words are only a part of the names of some roles. Even a single candidate is not taken, since
 * tomorrow it may be another one.
 */
export class PartialTarget extends UsageError {
  readonly candidates: readonly RoleCandidate[]
  /** The account and the role as the user typed them. */
  readonly typed: readonly [account: string, role: string]

  constructor(typed: readonly [string, string], candidates: readonly RoleCandidate[]) {
    const roles = candidates.length === 1 ? 'one role' : `${candidates.length} roles`
    super(`"${typed.join(':')}" is only a part of the name of ${roles}`, () => hintsFor(candidates))
    this.typed = typed
    this.candidates = candidates
  }
}

const maxHints = 8

function hintsFor(candidates: readonly RoleCandidate[]): string[] {
  const isOfOne = new Set(candidates.map(({ session }) => ssoSessionTitle(session))).size === 1
  const shown = candidates.slice(0, maxHints).map(({ word, session }) => {
    const option = isOfOne ? '' : ` --sso-session ${shellWord(ssoSessionTitle(session))}`
    return `assume ${shellWord(word)}${option}`
  })
  const more = candidates.length - shown.length
  return more > 0 ? [...shown, `and ${more} more: assume roles`] : shown
}

/** The roles whose account and name contain both parts. Case is ignored. */
export function roleCandidates(
  [account, role]: readonly [string, string],
  session: SsoSession,
  index: SsoIndex,
): readonly RoleCandidate[] {
  const [partOfAccount, partOfRole] = [account.toLowerCase(), role.toLowerCase()]
  const accounts = index.filter((line) => line.toLowerCase().includes(partOfAccount))
  return accounts.flatMap((found) => {
    const { accountId, accountName, roles } = found
    const isMeant =
      accountName.toLowerCase().includes(partOfAccount) || accountId.includes(partOfAccount)
    if (!isMeant) return []
    return roles
      .filter((each) => each.toLowerCase().includes(partOfRole))
      .map((each) => roleCandidate(found, each, { session, index }))
  })
}

export const roleCandidate = (
  account: IndexedAccount,
  role: string,
  { session, index }: SessionIndex,
): RoleCandidate => ({ session, account, role, word: `${accountWord(account, index)}:${role}` })

/** What a target names an account by: its name, or its number if the name is not enough. */
export const accountWord = ({ accountName, accountId }: IndexedAccount, index: SsoIndex): string =>
  isNameEnough(accountName, index) ? accountName : accountId

export const isNameEnough = (accountName: string, index: SsoIndex): boolean =>
  index.isOnlyNamed(accountName) && !isAccountId(accountName)
