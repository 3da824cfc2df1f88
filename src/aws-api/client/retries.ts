import type { Failure, Passing } from './failure.ts'
import { abortError } from './http-exchange.ts'

/** The limit of the retries of a run. Calls that succeed refill it. */
export interface RetryBudget {
  left: number
}

/** The numbers are those of the AWS SDKs: `@smithy/core/retry`. */
const fullBudget = 500
const costs: Readonly<Record<Passing, number>> = { throttled: 5, transient: 14, skewed: 0 }
const baseDelays: Readonly<Record<Passing, number>> = { throttled: 1000, transient: 50, skewed: 0 }
const longestDelay = 20_000
/** Milliseconds by which the service can extend a delay. */
const longestExtension = 5_000

export const newRetryBudget = (): RetryBudget => ({ left: fullBudget })

/** Slows the calls of a run down after the service throttled them. `DefaultRateLimiter` of the SDK. */
export interface RateLimiter {
  getSendToken(): Promise<void>
  updateClientSendingRate(outcome: { readonly errorType?: 'THROTTLING' }): void
}

export interface RetrySettings {
  /** The number of all attempts. */
  readonly attempts: number
  readonly budget: RetryBudget
  readonly limiter?: RateLimiter | undefined
  readonly abortSignal: AbortSignal
}

export type Outcome<Answer> = { readonly answer: Answer } | { readonly failure: Failure }

/**
 * Makes attempts until one succeeds, or fails for good.
 *
 * @throws the error of the last attempt. If the time is over, the last response of the service,
 *   which says more than the abort.
 */
export async function withRetries<Answer>(
  { attempts, budget, limiter, abortSignal }: RetrySettings,
  attempt: () => Promise<Outcome<Answer>>,
): Promise<Answer> {
  let cost = 0
  let lastAnswer: unknown
  const inTime = (promise: Promise<unknown>) =>
    untilAborted(promise, abortSignal).catch((error) => {
      throw lastAnswer ?? error
    })
  for (let count = 1; ; count++) {
    if (limiter) await inTime(limiter.getSendToken())
    const outcome = await attempt()
    if ('answer' in outcome) {
      limiter?.updateClientSendingRate({})
      budget.left = Math.min(fullBudget, budget.left + Math.max(1, cost))
      return outcome.answer
    }
    const { error, isAnswer, passing, retryAfter } = outcome.failure
    limiter?.updateClientSendingRate(passing === 'throttled' ? { errorType: 'THROTTLING' } : {})
    if (isAnswer) lastAnswer = error
    if (abortSignal.aborted) throw lastAnswer ?? error
    if (!passing || count >= attempts || budget.left < costs[passing]) throw error
    cost = costs[passing]
    budget.left -= cost
    const delay = delayOf(passing, count, retryAfter)
    if (delay > 0) await inTime(pause(delay))
  }
}

/** A random part of a delay that doubles each time. */
export function delayOf(passing: Passing, count: number, retryAfter = 0): number {
  const longest = Math.min(longestDelay, baseDelays[passing] * 2 ** (count - 1))
  const delay = Math.floor(Math.random() * longest)
  return Math.max(delay, Math.min(retryAfter, delay + longestExtension))
}

const pause = (milliseconds: number) => new Promise((over) => setTimeout(over, milliseconds))

function untilAborted(promise: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(abortError(signal))
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort)
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
