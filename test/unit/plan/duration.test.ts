import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../src/model/errors.ts'
import {
  checkedRoleDuration,
  durationWord,
  isRoleMaximum,
  parseDuration,
  wantedDuration,
} from '../../../src/model/values/duration.ts'

describe('a duration', () => {
  it.each([
    ['900', 900],
    ['3600', 3600],
    ['3600s', 3600],
    ['15m', 900],
    ['90m', 5400],
    ['1h', 3600],
    ['12h', 43_200],
    ['36h', 129_600],
    ['129600', 129_600],
    ['000900', 900],
  ])('%s is %i seconds', (text, seconds) => {
    expect(parseDuration(text, '--duration')).toBe(seconds)
  })

  it.each([
    '',
    ' ',
    'h',
    '1',
    '899',
    '14m',
    '37h',
    '129601',
    '1000000',
    '0h',
    '-1h',
    '+1h',
    '1.5h',
  ])('%j is rejected', (text) => {
    expect(() => parseDuration(text, '--duration')).toThrow(/^--duration: /)
  })

  it.each(['1H', '1d', '1h30m', '1 h', '1h ', '1e3', '0x400', 'max', '１h', '3600\n'])(
    '%j is not recognised as a duration',
    (text) => {
      expect(() => parseDuration(text, '--duration')).toThrow(`"${text}" is not a duration`)
    },
  )

  it('is a usage error on the command line, and a configuration error in a file', () => {
    expect(() => parseDuration('x', '--duration')).toThrow(UsageError)
    expect(() => parseDuration('x', '~/.config/assume/config, duration')).not.toThrow(UsageError)
  })
})

describe('the duration of a role', () => {
  it.each([900, 3600, 43_200])('can be %i seconds', (seconds) => {
    expect(checkedRoleDuration(seconds, '--duration')).toBe(seconds)
  })

  it.each([0, 899, 43_201, 129_600])('cannot be %i seconds', (seconds) => {
    expect(() => checkedRoleDuration(seconds, '~/.aws/config:3')).toThrow(
      '~/.aws/config:3: AWS gives a role session 15 minutes at the least and 12 hours at the most',
    )
  })
})

describe('max', () => {
  it('is a duration in requests, in this spelling only', () => {
    expect(wantedDuration('max', '--duration')).toBe('max')
    expect(wantedDuration('90m', '--duration')).toBe(5400)
    expect(() => wantedDuration('MAX', '--duration')).toThrow('"MAX" is not a duration')
  })
})

it.each([
  [3600, '1h'],
  [14_400, '4h'],
  [5400, '90m'],
  [3601, '3601'],
])('%i seconds are formatted as %s, and parsed again', (seconds, word) => {
  expect(durationWord(seconds)).toBe(word)
  expect(parseDuration(word, '--duration')).toBe(seconds)
})

it.each([
  [3600, true],
  [43_200, true],
  [3599, false],
  [43_201, false],
  [3600.5, false],
  [Number.NaN, false],
])('%d seconds as the maximum of a role: %s', (seconds, expected) => {
  expect(isRoleMaximum(seconds)).toBe(expected)
})
