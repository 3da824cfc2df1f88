import type { Cache } from '../cache/cache.ts'
import type { Session } from '../model/session.ts'
import type { Plan } from '../plan/plan.ts'

/** A session, and how it came about. */
export interface Obtained {
  readonly session: Session
  readonly plan: Plan
  readonly cache: Cache
}
