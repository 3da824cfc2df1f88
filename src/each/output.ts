import type { Job, JobResult } from './job.ts'

export type StreamName = 'stdout' | 'stderr'

/** Shows the output of the programs, in one of several formats. */
export interface JobsOutput {
  /** Creates the output of one program. */
  open(job: Job): JobOutput
}

export interface JobOutput {
  /**
   * Resolves when there is room for more.
   *
   * @throws AssumeError if the output exceeds the limit, which ends the program.
   */
  take(stream: StreamName, piece: Buffer): Promise<void>
  end(ending: JobResult): Promise<void>
}

/** Writes to stdout or stderr, hides the progress line meanwhile, and waits for the reader. */
export type Write = (stream: StreamName, bytes: Buffer | string) => Promise<void>
