import type { Step } from '../plan.ts'

export interface Steps {
  /** In the order they are made. */
  readonly made: readonly PlannedStep[]
  /** What is to be told of all of them together. */
  readonly notes: readonly string[]
}

/** One call, and what is to be told of it. */
export interface PlannedStep {
  readonly step: Step
  readonly notes: readonly string[]
  /** Who says so, by parameter of the input: `--duration`, `~/.aws/config:12`. */
  readonly from: Readonly<Record<string, string>>
}
