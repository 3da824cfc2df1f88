import type { Cache } from '../cache/cache.ts'
import type { Session } from '../model/session.ts'
import type { Plan } from '../plan/plan.ts'

/** A session, with the plan and the cache that it comes from. */
export interface Obtained {
  readonly session: Session
  readonly plan: Plan
  readonly cache: Cache
}
