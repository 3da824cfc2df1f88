import { shellWord } from '../formats/posix.ts'
import type { Job } from './job.ts'

/**
 * The commands that run the program for exactly these jobs: one command for each set of regions and of
 * options that only some targets need.
 *
 * @param options the words of the options of all targets, except the regions.
 */
export function retryCommands(
  jobs: readonly Job[],
  options: readonly string[],
  program: readonly string[],
): readonly string[] {
  const targets = gathered(
    jobs.map(({ target, optionWords = [], region }) => [keyOf([optionWords, target]), region]),
  )
  const sets = gathered(
    [...targets].map(([key, regions]) => {
      const [own, target] = JSON.parse(key)
      const where = regions.filter((region) => region !== undefined).join(',')
      return [keyOf([own, where]), target as string]
    }),
  )
  return [...sets].map(([key, names]) => {
    const [own, region]: readonly [readonly string[], string] = JSON.parse(key)
    const where = region === '' ? [] : ['--region', region]
    const words = ['assume', 'each', ...options, ...own, ...where, ...names, '--', ...program]
    return words.map(shellWord).join(' ')
  })
}

const keyOf = (parts: readonly [readonly string[], string]) => JSON.stringify(parts)

/** Groups the values by key, in their original order. */
function gathered<T>(pairs: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> {
  const all = new Map<string, T[]>()
  for (const [key, value] of pairs) {
    const group = all.get(key)
    if (group) group.push(value)
    else all.set(key, [value])
  }
  return all
}
