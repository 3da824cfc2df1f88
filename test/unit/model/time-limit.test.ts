import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { timeLimit } from '../../../src/model/time-limit.ts'

const limits: readonly [string, () => AbortSignal][] = [
  ['by itself', () => timeLimit(100)],
  ['combined with another', () => AbortSignal.any([new AbortController().signal, timeLimit(100)])],
]

it.each(limits)('%s aborts also after a garbage collection', async (_, limit) => {
  setFlagsFromString('--expose-gc')
  const collectGarbage: () => void = runInNewContext('gc')
  const signal = limit()
  const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve))
  collectGarbage()
  // Node.js frees what the first one finds in a later turn of the event loop.
  await new Promise(setImmediate)
  collectGarbage()
  await aborted
  expect(signal.reason).toMatchObject({ name: 'TimeoutError' })
})
