import type { AssumeError } from '../model/errors.ts'
import type { Session } from '../model/session.ts'

/** One run of the program. */
export interface Job {
  /** The target as typed. */
  readonly target: string
  /** The words of options that only this target needs, for a command that repeats it. */
  readonly optionWords?: readonly string[]
  /** The region, if the program runs in several. */
  readonly region?: string
  /** A unique name for messages. */
  readonly name: string
  /** A session that is fresh when the job starts. */
  session(): Promise<Session>
}

/** The result of a job. */
export type JobResult = {
  readonly job: Job
  readonly seconds: number
} & (
  | { readonly kind: 'exit'; readonly status: number }
  | { readonly kind: 'signal'; readonly signal: string }
  /** There was no session, the program did not start, or assume ended it. */
  | { readonly kind: 'error'; readonly error: AssumeError }
)

export const hasFailed = (ending: JobResult) => ending.kind !== 'exit' || ending.status !== 0

/** The reason for messages. */
export function reasonOf(ending: JobResult): string {
  if (ending.kind === 'exit') return `exit status ${ending.status}`
  return ending.kind === 'signal' ? `ended by ${ending.signal}` : ending.error.message
}
