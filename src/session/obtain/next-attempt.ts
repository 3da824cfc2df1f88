import type { StsRefusal } from '../../diagnosis/sts-failure.ts'
import type { Request } from '../../plan/request.ts'

/** Another attempt after AWS has denied a plan. Each is made once. `remember` runs if it succeeds. */
export interface NextAttempt {
  readonly request: Request
  readonly note: string
  /** AWS's refusal, which is shown if the attempt with an MFA code fails. */
  readonly refusal?: StsRefusal
  remember(): void
  /** Receives the error if the attempt fails. */
  failed?(error: unknown): void
}
