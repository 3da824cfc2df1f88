import { dirname } from 'node:path'
import { ownId } from '../../config/access.ts'
import { makePrivateFolder } from '../../files/private-folder.ts'
import { InterruptedError } from '../../model/errors.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import type { SsoIndex } from '../../plan/sso/sso-index.ts'
import type { IndexSource } from './index-calls.ts'
import { IndexDraft, type IndexProgress } from './index-draft.ts'
import { indexPath, readIndex } from './index-store.ts'

// Import this file on demand.

/** Seconds. Accounts and permission sets change seldom. */
const usualSeconds = 24 * 3600

export type IndexAge = 'missing' | 'partial' | 'fresh' | 'old'

/** Whether an index is to be fetched. */
export function ageOf(
  { header }: SsoIndex,
  { settings }: Pick<PlanInputs, 'settings'>,
  now: Date,
): IndexAge {
  if (!header) return 'missing'
  const { value = usualSeconds } = settings.ssoIndex ?? {}
  const seconds = (now.getTime() - header.startedAt) / 1000
  const limit = value === 'off' ? usualSeconds : value
  if (seconds < 0 || seconds >= limit) return 'old'
  return header.isComplete ? 'fresh' : 'partial'
}

export interface Renewal {
  /** Fetches everything anew. */
  readonly isForced: boolean
  /** Ends the fetch. What has come is stored. */
  readonly stop: AbortSignal
  /** Is called when the fetch starts. The returned function is called when it ends. */
  readonly show: (progress: () => IndexProgress) => () => void
}

export interface Renewed extends IndexProgress {
  readonly isComplete: boolean
  /** Another process fetches the index. */
  readonly isBusy?: true
}

/**
 * Fetches what an index lacks, or all of it if the index is old. What has come is stored at the end, also
 * after an error, a stop and Ctrl-C.
 *
 * @throws AssumeError of a call that fails for good.
 */
export async function renewIndex(
  source: IndexSource,
  { isForced, stop, show }: Renewal,
): Promise<Renewed> {
  const { session, inputs, interaction } = source
  const { report, now, interrupted } = interaction
  const release = await lock(indexPath(session, inputs))
  const index = readIndex(session, inputs)
  const draft = new IndexDraft(index, now())
  const result = () => ({ ...draft.progress, isComplete: draft.isComplete })
  if (release === 'busy') return { ...result(), isBusy: true }
  if (isForced || ageOf(index, inputs, now()) === 'old') draft.restart(now())
  const store = () => {
    if (!draft.isChanged) return
    try {
      draft.store(session, inputs)
    } catch (error) {
      report.warning(`the roles are not cached: ${String(error)}`)
    }
  }
  const hide = show(() => draft.progress)
  try {
    const { fetchIndex } = await import('./fetch-index.ts')
    const stopped = AbortSignal.any([stop, interrupted])
    const fetched = fetchIndex(source, draft, { stop: stopped, store })
    const leave = endWith(fetched, interrupted, result)
    // A later Ctrl-C is about something else.
    await fetched.finally(leave)
    if (interrupted.aborted) throw interrupted.reason
  } finally {
    hide()
    release()
  }
  return result()
}

/**
 * Ctrl-C waits for the calls in flight, so that no call has to be repeated.
 *
 * @returns the function that ends this.
 */
function endWith(
  fetched: Promise<void>,
  interrupted: AbortSignal,
  result: () => IndexProgress,
): () => void {
  const end = () => {
    const { reason } = interrupted
    if (!(reason instanceof InterruptedError)) return
    const tell = () => {
      const { done, accounts } = result()
      reason.tell(`cancelled; the roles of ${done} of ${accounts} accounts are cached`, [
        'to continue: assume roles',
      ])
    }
    reason.ending = fetched.then(tell, tell)
  }
  interrupted.addEventListener('abort', end)
  return () => interrupted.removeEventListener('abort', end)
}

/** Returns the function that releases the lock. Two processes would make all calls twice. */
async function lock(path: string): Promise<(() => void) | 'busy'> {
  const unlocked = () => {}
  try {
    makePrivateFolder(dirname(path), ownId())
  } catch {
    return unlocked
  }
  const { lockFile } = await import('../../files/file-lock.ts')
  const held = await lockFile(`${path}.lock`, 0)
  if (held.state === 'busy') return 'busy'
  return held.state === 'held' ? held.release : unlocked
}
