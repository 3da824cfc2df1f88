import type { Cache } from '../cache/cache.ts'
import type { Interaction } from '../model/interaction.ts'
import type { Plan } from '../plan/plan.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'

/** A plan and the state of its execution. */
export interface Run {
  readonly plan: Plan
  readonly inputs: PlanInputs
  readonly interaction: Interaction
  readonly cache: Cache
  /** An unused MFA code. The first step that needs one takes it, and it works once. */
  code: string | undefined
  readonly startedAt: Date
  /** The last session must be a new one. */
  readonly refresh: boolean
  /** Key ID of the shell's active session. That session is renewed if the renewal needs no code. */
  readonly activeKeyId?: string
  /** The time when the cached MFA session of this run was made. */
  mfaSessionMadeAt?: Date
}
