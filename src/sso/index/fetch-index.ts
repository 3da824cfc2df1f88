import pLimit from 'p-limit'
import { ServiceRefusal } from '../../aws-api/call-service.ts'
import { AssumeError } from '../../model/errors.ts'
import { endpointHint, ssoPortal } from '../../network/called-service.ts'
import { FetchStopped, IndexCalls, type IndexSource } from './index-calls.ts'
import type { IndexDraft } from './index-draft.ts'

// Import this file on demand.

/** The quota of AWS is 20 calls a second, and a call takes a fraction of a second. */
const maxInFlight = 8

/** Milliseconds between two writes of the index while it is fetched. */
const storeEveryMs = 2_000

/** Milliseconds that calls in flight get to end, once the fetch is stopped. */
const graceMs = 700

export interface FetchControl {
  /** Ends the fetch. It stores what has come. */
  readonly stop: AbortSignal
  /** Stores the draft. It is called from time to time and at the end. */
  readonly store: () => void
}

/**
 * Fetches what the draft lacks: the accounts, and the roles of each. It stores the draft also if it
 * fails or is stopped, and a later fetch continues there.
 *
 * @throws AssumeError of a call that fails for good, once the calls in flight have ended.
 */
export async function fetchIndex(
  source: IndexSource,
  draft: IndexDraft,
  { stop, store }: FetchControl,
): Promise<void> {
  const failed = new AbortController()
  const stopped = AbortSignal.any([stop, failed.signal])
  const calls = new IndexCalls(source, stopped, after(stopped, graceMs))
  const jobs: Promise<void>[] = []
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    if (stopped.aborted) return
    try {
      await work()
    } catch (error) {
      if (!(error instanceof FetchStopped)) failed.abort(error)
    }
  }
  // The accounts are listed page by page beside the calls for roles, so that their number is soon known.
  const limit = pLimit(draft.next === undefined ? maxInFlight : maxInFlight - 1)
  const fetchRoles = (accountId: string) =>
    jobs.push(
      limit(() => attempt(async () => draft.setRoles(accountId, await calls.roles(accountId)))),
    )
  const timer = setInterval(store, storeEveryMs)
  const tokens = new Set<string>()
  try {
    for (const accountId of draft.pending) fetchRoles(accountId)
    while (draft.next !== undefined && !stopped.aborted) {
      const { next } = draft
      await attempt(async () => {
        for (const accountId of await pageOfAccounts(draft, next, calls)) fetchRoles(accountId)
        if (typeof draft.next !== 'object') return
        if (tokens.has(draft.next.token)) throw endless()
        tokens.add(draft.next.token)
      })
    }
    limit.concurrency = maxInFlight
    await Promise.all(jobs)
  } finally {
    clearInterval(timer)
    store()
  }
  if (failed.signal.aborted) throw failed.signal.reason
}

const endless = () =>
  new AssumeError(
    'ListAccounts failed: the list never ends: the server sent the same nextToken twice',
    [endpointHint(ssoPortal)],
  )

/** AWS may not know the token of a page that an earlier run has stored. */
async function pageOfAccounts(
  draft: IndexDraft,
  next: IndexDraft['next'],
  calls: IndexCalls,
): Promise<readonly string[]> {
  const token = typeof next === 'object' ? next.token : undefined
  try {
    const { accounts, nextToken } = await calls.accounts(token)
    return draft.list(accounts, nextToken)
  } catch (error) {
    const isInvalid = error instanceof ServiceRefusal && /^InvalidRequest/.test(error.code)
    if (!isInvalid || token === undefined) throw error
    draft.listAgain()
    return []
  }
}

/** A signal that follows another one. */
function after(signal: AbortSignal, milliseconds: number): AbortSignal {
  const later = new AbortController()
  const end = () => void setTimeout(() => later.abort(), milliseconds).unref()
  if (signal.aborted) end()
  else signal.addEventListener('abort', end)
  return later.signal
}
