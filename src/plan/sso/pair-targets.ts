import { UsageError } from '../../model/errors.ts'
import { nearest } from '../../model/nearest.ts'
import { visible } from '../../model/visible.ts'
import type { NamedTarget } from '../many-targets.ts'
import { isAccountId } from '../values/sso-names.ts'
import type { RolePair } from './role-pairs.ts'
import { ssoSessionTitle } from './sso-session.ts'

/**
 * The pairs with this role, in every account that has it. Case is ignored.
 *
 * @throws UsageError if no account has the role.
 */
export function pairsOfRole(pairs: readonly RolePair[], role: string): readonly RolePair[] {
  const found = pairs.filter((pair) => pair.role.toLowerCase() === role.toLowerCase())
  if (found.length > 0) return found
  const meant = nearest(role, [...new Set(pairs.map((pair) => pair.role))])
  throw new UsageError(`you have no role "${role}" in any account`, [
    ...(meant === undefined ? [] : [`did you mean "${meant}"?`]),
    'all roles: assume roles',
  ])
}

/** How the targets are named. */
export interface PairNaming {
  /** Every pair of the sessions. */
  readonly all: readonly RolePair[]
  /** The command line names the session already. */
  readonly isSessionNamed: boolean
}

/**
 * The targets for these pairs. Each name is that of the account if it can be typed and means one account,
 * else its number.
 *
 * @throws UsageError if two sessions give the same role, since a program would run twice.
 */
export function pairTargets(
  pairs: readonly RolePair[],
  { all, isSessionNamed }: PairNaming,
): readonly NamedTarget[] {
  refuseTwice(pairs)
  const accountsNamed = new Map<string, Set<string>>()
  for (const { account } of all) {
    const name = account.accountName.toLowerCase()
    const ids = accountsNamed.get(name) ?? new Set()
    accountsNamed.set(name, ids.add(account.accountId))
  }
  return pairs.map(({ session, account, role }) => {
    const { accountId, accountName } = account
    const isOnly = accountsNamed.get(accountName.toLowerCase())?.size === 1
    const name = `${isOnly && canBeTyped(accountName) ? accountName : accountId}:${role}`
    const title = ssoSessionTitle(session)
    return {
      name,
      target: { kind: 'sso-role', word: name, account: accountId, role },
      options: { ssoSession: title },
      ...(!isSessionNamed && { optionWords: ['--sso-session', title] }),
      account: { id: accountId, name: accountName },
    }
  })
}

/** A name with a space would be USER ROLE, one that begins with a hyphen an option, and so on. */
const canBeTyped = (name: string) =>
  /^[^\s-]\S*$/.test(name) &&
  !name.startsWith('arn:') &&
  !isAccountId(name) &&
  visible(name) === name

function refuseTwice(pairs: readonly RolePair[]): void {
  const sessions = new Map<string, string>()
  for (const { session, account, role } of pairs) {
    const pair = `${account.accountId}:${role}`
    const title = ssoSessionTitle(session)
    const other = sessions.get(pair)
    if (other === undefined) sessions.set(pair, title)
    else {
      throw new UsageError(`${pair} is a role of two sign-ins, ${other} and ${title}`, [
        'name one with --sso-session',
      ])
    }
  }
}
