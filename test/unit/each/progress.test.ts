import { describe, expect, it } from 'vitest'
import { ProgressLine, progressLine, type Standing } from '../../../src/each/progress.ts'
import { measureFor } from '../../../src/terminal/measure-for.ts'

const standing: Standing = { running: ['a', 'b\x1b'], done: 3, failed: 0, total: 10, seconds: 30 }

describe('the progress line', () => {
  it.each<[Partial<Standing>, string]>([
    [{}, '2 running, 3 done, 5 to go, about 70 s left: a, b\\x1b'],
    [{ failed: 2 }, '2 running, 3 done, 2 failed, 3 to go, about 30 s left: a, b\\x1b'],
    [{ done: 1, seconds: 60 }, '2 running, 1 done, 7 to go, about 9 min left: a, b\\x1b'],
    [{ done: 0 }, '2 running, 0 done, 8 to go: a, b\\x1b'],
    [{ running: [], done: 10 }, '0 running, 10 done, 0 to go'],
  ])('%j', (more, line) => {
    expect(progressLine({ ...standing, ...more })).toBe(line)
  })

  it.each([
    [['a', 'b'], 20, '2 running, 3 done,…'],
    [['a', 'b'], 1, '…'],
    [['日本', '東京'], 49, '2 running, 3 done, 5 to go, about 70 s left: 日…'],
    [['👨‍👩‍👧', '🇩🇪'], 51, '2 running, 3 done, 5 to go, about 70 s left: 👨‍👩‍👧, …'],
  ])(
    '%j is cut to %i columns, of which the last one stays empty',
    async (running, columns, line) => {
      const written: string[] = []
      const terminal = { write: (text: string) => void written.push(text), columns: () => columns }
      const progress = new ProgressLine(terminal, await measureFor(running))
      progress.show(() => progressLine({ ...standing, running }))
      progress.end()
      expect(written).toEqual([`\r${line}\x1b[K`, '\r\x1b[K'])
    },
  )
})
