import { shellWord } from '../formats/posix.ts'
import type { Job } from './job.ts'

/**
 * The commands that run the program for exactly these jobs: one command per set of regions.
 *
 * @param options the words of all options except the regions.
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

/** Groups the values by key, in their original order. */
function gathered<T>(pairs: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> {
  const all = new Map<string, T[]>()
  for (const [key, value] of pairs) all.set(key, [...(all.get(key) ?? []), value])
  return all
}
