import type { Plan } from '../plan/plan.ts'
import type { Cache } from './cache.ts'
import { getSession } from './session-cache.ts'

/** By step; undefined for one whose session is not kept. */
export type CachedSteps = readonly (Date | undefined)[]

/** Until when the session after each step is kept, if it is. Nothing is used or changed. */
export const cachedSteps = (plan: Plan, cache: Cache, now: Date): CachedSteps =>
  plan.steps.map((_, last) => getSession(cache, plan, last, now)?.credentials.expiration)
