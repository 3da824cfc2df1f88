import { hasFailed, type JobResult, reasonOf } from './job.ts'

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
