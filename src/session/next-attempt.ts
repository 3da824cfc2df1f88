import type { StsRefusal } from '../diagnosis/sts-failure.ts'
import type { Request } from '../plan/request.ts'

/** What else could be tried after AWS has denied a plan, once; and what it tells if it works. */
export interface NextAttempt {
  readonly request: Request
  readonly note: string
  /** AWS's refusal, which is told if the other way, with an MFA code, fails. */
  readonly refusal?: StsRefusal
  remember(): void
  /** Called with the error of the other way if it fails. */
  failed?(error: unknown): void
}
