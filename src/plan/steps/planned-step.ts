import type { Step } from '../plan.ts'

export interface Steps {
  /** The calls in order. */
  readonly made: readonly PlannedStep[]
  /** Notes that apply to all calls. */
  readonly notes: readonly string[]
}

/** One call with its notes. */
export interface PlannedStep {
  readonly step: Step
  readonly notes: readonly string[]
  /** The location of the setting, by input parameter: `--duration`, `~/.aws/config:12`. */
  readonly from: Readonly<Record<string, string>>
}
