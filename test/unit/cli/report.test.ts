import { expect, it } from 'vitest'
import { reportTo } from '../../../src/cli/report.ts'
import type { Context } from '../../../src/model/context.ts'

it('a warning and its hint are written in one write', () => {
  const writes: (string | Uint8Array)[] = []
  const writer = { toStderr: async (text: string | Uint8Array) => void writes.push(text) }
  const context = { env: {}, writer } as unknown as Context
  reportTo(context, { quiet: false, debug: false }).warning('it is late', 'go home\u001b[2J')
  expect(writes).toEqual(['assume: warning: it is late\n  hint: go home\\x1b[2J\n'])
})
