import type { IndexedAccount } from './index-line.ts'
import type { SsoIndex } from './sso-index.ts'
import type { SsoSession } from './sso-session.ts'

/** A role of IAM Identity Center in an account. */
export interface RolePair {
  readonly session: SsoSession
  readonly account: IndexedAccount
  readonly role: string
}

export interface SessionIndex {
  readonly session: SsoSession
  readonly index: SsoIndex
}

/** All roles in all accounts of the indexes. */
export const rolePairs = (indexes: readonly SessionIndex[]): readonly RolePair[] =>
  indexes.flatMap(({ session, index }) =>
    index
      .accounts()
      .flatMap((account) => account.roles.map((role) => ({ session, account, role }))),
  )
