import { shellWord } from '../formats/posix.ts'
import type { Job } from './job.ts'

/**
 * The commands that run the program for these jobs and no others: one, or one for each set of regions
 * that targets have in common.
 *
 * @param options words of all options but the regions.
 */
export function retryCommands(
  jobs: readonly Job[],
  options: readonly string[],
  program: readonly string[],
): readonly string[] {
  const targets = gathered(jobs.map(({ target, region }) => [target, region]))
  const sets = gathered([...targets].map(([target, regions]) => [regions.join(','), target]))
  return [...sets].map(([region, names]) => {
    const where = region === '' ? [] : ['--region', region]
    const words = ['assume', 'each', ...options, ...where, ...names, '--', ...program]
    return words.map(shellWord).join(' ')
  })
}

/** What goes with each key, in the order in which they come. */
function gathered<T>(pairs: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> {
  const all = new Map<string, T[]>()
  for (const [key, value] of pairs) all.set(key, [...(all.get(key) ?? []), value])
  return all
}
