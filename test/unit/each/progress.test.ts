import { describe, expect, it } from 'vitest'
import { progressLine, type Standing } from '../../../src/each/progress.ts'

const standing: Standing = { running: ['a', 'b\x1b'], done: 3, failed: 0, total: 10, seconds: 30 }

describe('the progress line', () => {
  it.each<[Partial<Standing>, string]>([
    [{}, '2 running, 3 done, 5 to go, about 70 s left: a, b\\x1b'],
    [{ failed: 2 }, '2 running, 3 done, 2 failed, 3 to go, about 30 s left: a, b\\x1b'],
    [{ done: 1, seconds: 60 }, '2 running, 1 done, 7 to go, about 9 min left: a, b\\x1b'],
    [{ done: 0 }, '2 running, 0 done, 8 to go: a, b\\x1b'],
    [{ running: [], done: 10 }, '0 running, 10 done, 0 to go'],
  ])('%j', (more, line) => {
    expect(progressLine({ ...standing, ...more }, 100)).toBe(line)
  })

  it('is truncated to the width of the terminal', () => {
    expect(progressLine(standing, 20)).toBe('2 running, 3 done,…')
    expect(progressLine(standing, 0)).toHaveLength(2)
  })
})
