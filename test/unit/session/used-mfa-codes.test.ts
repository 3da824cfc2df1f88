import { expect, it } from 'vitest'
import { secondsToNextCode } from '../../../src/session/mfa/used-mfa-codes.ts'

it.each([
  ['2026-11-23T12:00:00.000Z', 30],
  ['2026-11-23T12:00:00.999Z', 30],
  ['2026-11-23T12:00:01.000Z', 29],
  ['2026-11-23T12:00:29.999Z', 1],
  ['2026-11-23T12:00:30.000Z', 30],
  ['2026-11-23T12:00:59.500Z', 1],
])('at %s the next code appears in %i s', (time, seconds) => {
  expect(secondsToNextCode(new Date(time))).toBe(seconds)
})
