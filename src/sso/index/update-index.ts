import type { PlanInputs } from '../../plan/plan-inputs.ts'
import type { SsoSession } from '../../plan/sso/sso-session.ts'
import { IndexDraft, type ListedAccount } from './index-draft.ts'
import { readIndex } from './index-store.ts'

/** Stores the accounts of a complete ListAccounts. Their roles stay, or are still to be fetched. */
export function storeAccounts(
  session: SsoSession,
  accounts: readonly ListedAccount[],
  inputs: PlanInputs,
  now: Date,
): void {
  const draft = new IndexDraft(readIndex(session, inputs), now)
  draft.listAll(accounts)
  store(draft, session, inputs)
}

/**
 * Stores the roles of an account that is in the index.
 *
 * @param roles undefined if the user has no role in the account any more.
 */
export function storeRoles(
  session: SsoSession,
  accountId: string,
  roles: readonly string[] | undefined,
  inputs: PlanInputs,
  now: Date,
): void {
  const index = readIndex(session, inputs)
  if (!index.account(accountId)) return
  const draft = new IndexDraft(index, now)
  draft.setRoles(accountId, roles)
  store(draft, session, inputs)
}

/** If the disk is full, only the next run needs another call. */
function store(draft: IndexDraft, session: SsoSession, inputs: PlanInputs): void {
  try {
    draft.store(session, inputs)
  } catch {
    // The cache only saves time.
  }
}
