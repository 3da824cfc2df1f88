import type { Cache } from '../../cache/cache.ts'
import type { Interaction } from '../../model/interaction.ts'
import type { Session } from '../../model/session.ts'
import type { Plan } from '../../plan/plan.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import type { PromptNeeds } from '../../plan/prompt-needs.ts'
import type { Request } from '../../plan/request.ts'

/** A plan that the user has confirmed, with everything that its execution needs. */
export interface Run {
  readonly request: Request
  readonly plan: Plan
  /** The data that the prompt needs for a session of this plan. */
  readonly prompt: PromptNeeds
  readonly inputs: PlanInputs
  readonly interaction: Interaction
  readonly cache: Cache
  readonly startedAt: Date
  /** Key ID of the shell's active session. That session is renewed if the renewal needs no code. */
  readonly activeKeyId?: string
}

/** What the execution of a plan has used so far. */
export interface Progress {
  /** An unused MFA code. The first step that needs one takes it, and it works once. */
  unusedCode: string | undefined
  /** The time when the cached MFA session of this run was made. */
  mfaSessionMadeAt?: Date
}

/** The session of a run, or the error that ended it. */
export type Outcome = { readonly run: Run; readonly progress: Readonly<Progress> } & (
  | { readonly session: Session }
  | { readonly error: unknown }
)

export type Failure = Extract<Outcome, { readonly error: unknown }>
