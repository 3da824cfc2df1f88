import type { Job, JobResult } from './job.ts'

export type StreamName = 'stdout' | 'stderr'

/** Where what the programs say goes, in one of several forms. */
export interface JobsOutput {
  /** For what one program says. */
  open(job: Job): JobOutput
}

export interface JobOutput {
  /**
   * Resolves when there is room for more.
   *
   * @throws AssumeError for more than can be taken, which ends the program.
   */
  take(stream: StreamName, piece: Buffer): Promise<void>
  end(ending: JobResult): Promise<void>
}

/** Writes to a stream of ours, with nothing of the progress in between, and waits for its reader. */
export type Write = (stream: StreamName, bytes: Buffer | string) => Promise<void>
