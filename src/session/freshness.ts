import { type CachedSession, getSession } from '../cache/session-cache.ts'
import { AssumeError, InterruptedError } from '../model/errors.ts'
import { shownTime } from '../model/time-left.ts'
import type { Run } from './run.ts'

/** Less is not handed out if more can be had without a question. In milliseconds. */
const minMillisecondsLeft = 5 * 60_000

/** What is left of it is enough to take a role from. */
const minMillisecondsToAssume = 30_000

/**
 * Whether a kept session can be used as it is. One that only leads to another may be old; the one that
 * the shell gets is made anew when that is asked for, when it ends soon, or when the shell holds it
 * already, which is how to renew it.
 */
export function isFresh(cached: CachedSession, last: number, run: Run): boolean {
  const { plan, code, refresh, activeKeyId, interaction } = run
  if (isJustMade(cached, run)) return true
  const left = cached.credentials.expiration.getTime() - interaction.now().getTime()
  const isLast = last === plan.steps.length - 1
  const wantsCode = plan.steps[last]?.mfa !== undefined
  if (refresh && (isLast || (wantsCode && code !== undefined))) return false
  if (!isLast) return left > minMillisecondsToAssume
  const isActive = cached.credentials.accessKeyId === activeKeyId
  return (left >= minMillisecondsLeft && !isActive) || wouldAsk(last, run)
}

/**
 * By this run, or by another one since this one started. A session from the future was made while the
 * clock of this machine was ahead.
 */
export const isJustMade = (
  { madeAt }: CachedSession,
  { startedAt, interaction }: Pick<Run, 'startedAt' | 'interaction'>,
) => madeAt >= startedAt && madeAt <= interaction.now()

/** What is to be said of one that is handed out because a new one would take a code. */
export function reuseNote(cached: CachedSession, last: number, run: Run) {
  const { credentials } = cached
  const { plan, activeKeyId, interaction } = run
  if (isJustMade(cached, run) || last !== plan.steps.length - 1) return undefined
  const left = credentials.expiration.getTime() - interaction.now().getTime()
  if (left < minMillisecondsLeft) {
    return `the session has ${shownTime(left / 1000)} left; a new one takes a code`
  }
  return credentials.accessKeyId === activeKeyId
    ? 'this shell holds the session already; a new one takes a code'
    : undefined
}

/**
 * Whether making the session after a step would need a code that nobody has given. That of an
 * `mfa_process` counts: it may want a key touched, and nobody shall have to for a session that lives.
 */
function wouldAsk(last: number, run: Run): boolean {
  const { plan, cache, code, interaction } = run
  const step = plan.steps[last]
  if (!step) return false
  if (step.mfa) return code === undefined
  const before = getSession(cache, plan, last - 1, interaction.now())
  return !(before && isFresh(before, last - 1, run)) && wouldAsk(last - 1, run)
}

/** One that ends soon is better than none, unless a new one was asked for, or we were told to stop. */
export function canFallBackToExpiring(error: unknown, { refresh }: Run): error is AssumeError {
  return error instanceof AssumeError && !(error instanceof InterruptedError) && !refresh
}
