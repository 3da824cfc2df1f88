import { expect, it } from 'vitest'
import { nearest } from '../../../src/model/nearest.ts'

const profiles = ['Bob', 'default', 'production', 'prod-eu', 'prod-us']

it.each([
  ['Bob', 'Bob'],
  ['Bbo', 'Bob'],
  ['Bo', undefined],
  ['Rob', 'Bob'],
  ['defualt', 'default'],
  ['prodution', 'production'],
  ['prod-ue', 'prod-eu'],
  ['prod-u', 'prod-eu'],
  ['x', undefined],
  ['', undefined],
  ['staging', undefined],
])('the suggestions for %j are %j', (word, meant) => {
  expect(nearest(word, profiles)).toBe(meant)
})

it('a very long word takes little time', () => {
  expect(nearest('x'.repeat(2000), profiles)).toBeUndefined()
})
