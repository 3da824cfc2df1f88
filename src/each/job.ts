import type { AssumeError } from '../model/errors.ts'
import type { Session } from '../model/session.ts'

/** One run of the program. */
export interface Job {
  /** As it was named. */
  readonly target: string
  /** Where the program runs once for each of several. */
  readonly region?: string
  /** Tells it from the others, for people. */
  readonly name: string
  /** Keys that are still good when its turn comes. */
  session(): Promise<Session>
}

/** How it ended. */
export type JobResult = {
  readonly job: Job
  readonly seconds: number
} & (
  | { readonly kind: 'exit'; readonly status: number }
  | { readonly kind: 'signal'; readonly signal: string }
  /** There was no session, the program did not start, or we had to end it. */
  | { readonly kind: 'error'; readonly error: AssumeError }
)

export const hasFailed = (ending: JobResult) => ending.kind !== 'exit' || ending.status !== 0

/** For people. */
export function reasonOf(ending: JobResult): string {
  if (ending.kind === 'exit') return `exit status ${ending.status}`
  return ending.kind === 'signal' ? `ended by ${ending.signal}` : ending.error.message
}
