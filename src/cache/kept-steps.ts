import type { Plan } from '../plan/plan.ts'
import type { Cache } from './cache.ts'
import { findSession } from './kept-session.ts'

/** By step; undefined for one whose session is not kept. */
export type KeptSteps = readonly (Date | undefined)[]

/** Until when the session after each step is kept, if it is. Nothing is used or changed. */
export const keptSteps = (plan: Plan, cache: Cache, now: Date): KeptSteps =>
  plan.steps.map((_, last) => findSession(cache, plan, last, now)?.credentials.expiration)
