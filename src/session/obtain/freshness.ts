import { type CachedSession, getSession } from '../../cache/session-cache.ts'
import { AssumeError, InterruptedError } from '../../model/errors.ts'
import { shownTime } from '../../model/time-left.ts'
import type { Progress, Run } from './run.ts'

/** Milliseconds. A session with less time left is renewed if that needs no code. */
const minMillisecondsLeft = 5 * 60_000

/** Milliseconds that a session must have left to assume a role with it. */
const minMillisecondsToAssume = 30_000

/**
 * Returns true if a cached session can be used without a renewal. An intermediate session only needs enough
 * time left for the next step. The last session is renewed if the user asks for it. It is also renewed if
 * it expires soon or the shell already has it, unless the renewal needs a code.
 */
export function isFresh(
  cached: CachedSession,
  last: number,
  run: Run,
  progress: Progress,
): boolean {
  const { plan, request, activeKeyId, interaction } = run
  if (isJustMade(cached, run)) return true
  const left = cached.credentials.expiration.getTime() - interaction.now().getTime()
  const isLast = last === plan.steps.length - 1
  const wantsCode = plan.steps[last]?.mfa !== undefined
  const isCodeUnused = progress.unusedCode !== undefined
  if (request.options.refresh && (isLast || (wantsCode && isCodeUnused))) return false
  if (!isLast) return left > minMillisecondsToAssume
  const isActive = cached.credentials.accessKeyId === activeKeyId
  return (left >= minMillisecondsLeft && !isActive) || wouldAsk(last, run, progress)
}

/**
 * Returns true if this run, or another run since this one started, made the session. A session from the
 * future was made while the clock of this machine was ahead.
 */
export const isJustMade = (
  { madeAt }: CachedSession,
  { startedAt, interaction }: Pick<Run, 'startedAt' | 'interaction'>,
) => madeAt >= startedAt && madeAt <= interaction.now()

/** The note for a session that is reused because a new one needs a code. */
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
 * Returns true if the session after a step needs an MFA code that is not given. A code of `mfa_process`
 * counts too: the program may ask the user to touch a key, and an unexpired session does not justify that.
 */
function wouldAsk(last: number, run: Run, progress: Progress): boolean {
  const { plan, cache, interaction } = run
  const step = plan.steps[last]
  if (!step) return false
  if (step.mfa) return progress.unusedCode === undefined
  const before = getSession(cache, plan, last - 1, interaction.now())
  return !(before && isFresh(before, last - 1, run, progress)) && wouldAsk(last - 1, run, progress)
}

/** A session that expires soon is better than none, unless the user asked for a new one or interrupted. */
export function canFallBackToExpiring(error: unknown, { request }: Run): error is AssumeError {
  const isOfCall = error instanceof AssumeError && !(error instanceof InterruptedError)
  return isOfCall && !request.options.refresh
}
