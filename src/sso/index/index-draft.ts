import type { IndexedAccount } from '../../plan/sso/index-line.ts'
import type { IndexHeader, SsoIndex } from '../../plan/sso/sso-index.ts'
import type { SsoSession } from '../../plan/sso/sso-session.ts'
import { type CacheLocation, writeIndex } from './index-store.ts'

/** An account as ListAccounts returns it. */
export interface ListedAccount {
  readonly accountId: string
  readonly accountName: string
  readonly email: string
}

export interface IndexProgress {
  readonly done: number
  readonly accounts: number
  /** All accounts are listed. */
  readonly isListed: boolean
}

/** An index while it is fetched. */
export class IndexDraft {
  readonly #accounts: Map<string, IndexedAccount>
  #startedAt: number
  #next: IndexHeader['next']
  #isChanged = false

  /** Continues a stored index. */
  constructor(index: SsoIndex, now: Date) {
    const { header } = index
    this.#accounts = new Map(index.accounts().map((account) => [account.accountId, account]))
    this.#startedAt = header?.startedAt ?? now.getTime()
    this.#next = header ? header.next : 'start'
  }

  /** Begins anew. The accounts and roles of before remain until the fetch returns them again. */
  restart(now: Date): void {
    this.#startedAt = now.getTime()
    this.#next = 'start'
    for (const account of this.#accounts.values()) this.#set({ ...account, state: 'earlier' })
  }

  /** AWS has answered. A fetch that gets no answer leaves the stored index as it is. */
  get isChanged(): boolean {
    return this.#isChanged
  }

  get next(): IndexHeader['next'] {
    return this.#next
  }

  /** How far the fetch is: the accounts whose roles it has received, of those that are listed. */
  get progress(): IndexProgress {
    const all = [...this.#accounts.values()].filter(({ state }) => state !== 'earlier')
    const done = all.filter(({ state }) => state === 'current')
    return { done: done.length, accounts: all.length, isListed: this.#next === undefined }
  }

  /** The accounts whose roles this fetch has not received. */
  get pending(): readonly string[] {
    return [...this.#accounts.values()]
      .filter(({ state }) => state === 'listed')
      .map(({ accountId }) => accountId)
  }

  get isComplete(): boolean {
    if (this.#next !== undefined) return false
    return [...this.#accounts.values()].every(({ state }) => state === 'current')
  }

  /**
   * Adds a page of ListAccounts.
   *
   * @param nextToken undefined for the last page. Accounts that no page contains are then removed.
   * @returns the accounts of the page whose roles are to be fetched.
   */
  list(accounts: readonly ListedAccount[], nextToken: string | undefined): readonly string[] {
    this.#isChanged = true
    const wanted: string[] = []
    for (const account of accounts) {
      const before = this.#accounts.get(account.accountId)
      const isCurrent = before?.state === 'current'
      if (!isCurrent && before?.state !== 'listed') wanted.push(account.accountId)
      const state = isCurrent ? 'current' : 'listed'
      this.#set({ ...account, roles: before?.roles ?? [], state })
    }
    this.#next = nextToken === undefined ? undefined : { token: nextToken }
    if (nextToken === undefined) this.#removeEarlier()
    return wanted
  }

  /** The list begins anew, since AWS no longer knows the token of the next page. */
  listAgain(): void {
    this.#next = 'start'
  }

  /** Replaces the accounts by a complete list. */
  listAll(accounts: readonly ListedAccount[]): void {
    const ids = new Set(accounts.map(({ accountId }) => accountId))
    this.list(accounts, undefined)
    for (const accountId of this.#accounts.keys()) {
      if (!ids.has(accountId)) this.#accounts.delete(accountId)
    }
  }

  /** @param roles undefined if the user has no role in the account any more. */
  setRoles(accountId: string, roles: readonly string[] | undefined): void {
    const account = this.#accounts.get(accountId)
    if (!account) return
    this.#isChanged = true
    if (roles === undefined || roles.length === 0) this.#accounts.delete(accountId)
    else this.#set({ ...account, roles, state: 'current' })
  }

  /** @throws the error of Node. */
  store(session: SsoSession, location: CacheLocation): void {
    const header = { startedAt: this.#startedAt, isComplete: this.isComplete, next: this.#next }
    writeIndex(session, header, this.#accounts.values(), location)
  }

  #set(account: IndexedAccount): void {
    this.#accounts.set(account.accountId, account)
  }

  #removeEarlier(): void {
    for (const [accountId, { state }] of this.#accounts) {
      if (state === 'earlier') this.#accounts.delete(accountId)
    }
  }
}
