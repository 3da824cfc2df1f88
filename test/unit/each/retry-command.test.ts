import { expect, it } from 'vitest'
import type { Job } from '../../../src/each/job.ts'
import { retryCommands } from '../../../src/each/retry-command.ts'

const job = (target: string, region?: string): Job => ({
  target,
  ...(region !== undefined && { region }),
  name: target,
  session: () => Promise.reject(new Error('not asked for')),
})

it('the retry command runs the program for some jobs, and can be pasted', () => {
  const program = ['sh', '-c', "echo 'it'"]
  expect(retryCommands([job('a'), job('my prod')], ['--jobs', '4'], program)).toEqual([
    `assume each --jobs 4 a 'my prod' -- sh -c 'echo '\\''it'\\'''`,
  ])
  const jobs = [job('a', 'x'), job('b', 'x'), job('b', 'y'), job('c', 'y'), job('d', 'x')]
  expect(retryCommands(jobs, [], ['true'])).toEqual([
    'assume each --region x a d -- true',
    'assume each --region x,y b -- true',
    'assume each --region y c -- true',
  ])
  const own = { ...job('e', 'y'), optionWords: ['--sso-session', 'my corp'] }
  expect(retryCommands([job('c', 'y'), own], [], ['true'])).toEqual([
    'assume each --region y c -- true',
    "assume each --sso-session 'my corp' --region y e -- true",
  ])
  expect(retryCommands([], [], ['true'])).toEqual([])
})
