import type { Plan } from '../plan/plan.ts'
import type { Cache } from './cache.ts'
import { getSession } from './session-cache.ts'

/** One entry per step; undefined if the session of the step is not cached. */
export type CachedSteps = readonly (Date | undefined)[]

/** The expiration of the cached session after each step. Nothing is used or changed. */
export const cachedSteps = (plan: Plan, cache: Cache, now: Date): CachedSteps =>
  plan.steps.map((_, last) => getSession(cache, plan, last, now)?.credentials.expiration)
