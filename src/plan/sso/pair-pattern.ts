import { UsageError } from '../../model/errors.ts'
import { matchesPattern } from '../danger/danger-pattern.ts'
import type { IndexedAccount } from './index-line.ts'
import type { RolePair } from './role-pairs.ts'

/** A pattern of accounts and roles: `*-prod:ReadOnly`. */
export interface PairPattern {
  readonly text: string
  /** Returns true if the pattern matches the number or the name of an account. */
  matchesAccount(account: Pick<IndexedAccount, 'accountId' | 'accountName'>): boolean
  matchesRole(role: string): boolean
}

/**
 * Reads `ACCOUNT:ROLE` with `*` and `?`. Case is ignored, as in a target. The last colon separates the two,
 * because an account name may contain a colon and a role name cannot.
 *
 * @throws UsageError if one of the two is missing.
 */
export function pairPattern(text: string): PairPattern {
  const colon = text.lastIndexOf(':')
  const [account, role] = [text.slice(0, Math.max(colon, 0)), text.slice(colon + 1)]
  if (account === '' || role === '') {
    throw new UsageError(`--match "${text}" is not a pattern for ACCOUNT:ROLE`, [
      "all roles in some accounts: --match '*-prod:*'",
      "one role in all accounts: --match '*:ReadOnly'",
    ])
  }
  return {
    text,
    matchesAccount: ({ accountId, accountName }) =>
      matchesPattern(account, accountName) || matchesPattern(account, accountId),
    matchesRole: (name) => matchesPattern(role, name),
  }
}

/**
 * The pairs that match one of the patterns, in their order.
 *
 * @throws UsageError for a pattern that matches no pair.
 */
export function matchingPairs(
  pairs: readonly RolePair[],
  patterns: readonly PairPattern[],
): readonly RolePair[] {
  const used = new Set<PairPattern>()
  const found = pairs.filter(({ account, role }) => {
    const matching = patterns.filter(
      (each) => each.matchesRole(role) && each.matchesAccount(account),
    )
    for (const each of matching) used.add(each)
    return matching.length > 0
  })
  const unused = patterns.find((each) => !used.has(each))
  if (!unused) return found
  throw new UsageError(`--match "${unused.text}" matches none of your ${pairs.length} roles`, [
    'all roles: assume roles',
    'for a role that is new: assume roles --refresh',
  ])
}
