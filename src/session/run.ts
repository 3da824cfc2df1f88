import type { Cache } from '../cache/cache.ts'
import type { Interaction } from '../model/interaction.ts'
import type { Plan } from '../plan/plan.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'

/** A plan on its way. */
export interface Run {
  readonly plan: Plan
  readonly inputs: PlanInputs
  readonly interaction: Interaction
  readonly cache: Cache
  /** Not yet sent; it goes to the first step that wants one, and works once. */
  code: string | undefined
  readonly startedAt: Date
  /** The last session is to be a new one. */
  readonly refresh: boolean
  /** What the shell holds: that one is renewed, if it takes no question. */
  readonly activeKeyId?: string
  /** Of the session with MFA that a role was taken from. */
  mfaSessionMadeAt?: Date
}
