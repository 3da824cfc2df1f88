import { describe, expect, it } from 'vitest'
import { timeIn } from '../../../src/model/time-in-text.ts'

describe('a time', () => {
  it.each([
    '2030-01-31T12:00:00Z',
    '2030-01-31T12:00:00UTC',
    '2030-01-31T12:00:00.000Z',
    '2030-01-31T12:00:00.000000Z',
    '2030-01-31T12:00:00+00:00',
    '2030-01-31T13:00:00+0100',
    '2030-01-31 12:00:00Z',
    '2030-01-31t12:00:00z',
  ])('%s', (time) => {
    expect(timeIn(time)).toEqual(new Date('2030-01-31T12:00:00.000Z'))
  })

  it.each([
    null,
    1,
    '',
    'soon',
    '2030-01-31',
    '2030-01-31T12:00:00',
    '$(id)',
    '2030-01-31T25:00:00Z',
  ])('%j is not a time', (time) => {
    expect(timeIn(time)).toBeUndefined()
  })
})
