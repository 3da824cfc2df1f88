import { hasFailed, type JobResult, reasonOf } from './job.ts'

/** A line for the jobs that succeeded: their exit status and their names. */
export function successLine(endings: readonly JobResult[]): string | undefined {
  const good = endings.filter((ending) => !hasFailed(ending))
  if (good.length === 0) return undefined
  return `exit status 0 in ${good.length} of ${endings.length}: ${good.map(({ job }) => job.name).join(', ')}`
}

/**
 * The lines about failed jobs: each with its reason, and each hint once.
 *
 * @param again the commands that run only the failed jobs.
 */
export function failureLines(
  endings: readonly JobResult[],
  again: readonly string[],
): readonly string[] {
  const failed = endings.filter(hasFailed)
  const hints = failed.flatMap((ending) => (ending.kind === 'error' ? ending.error.hints : []))
  return [
    `assume: ${failed.length} of ${endings.length} failed`,
    ...failed.map((ending) => `  ${ending.job.name}: ${reasonOf(ending)}`),
    ...[...new Set(hints)].map((hint) => `  hint: ${hint}`),
    ...again.map((command) => `  hint: those alone: ${command}`),
  ]
}
