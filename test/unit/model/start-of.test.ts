import { expect, it } from 'vitest'
import { failureText } from '../../../src/aws-api/failure-text.ts'
import { startOf } from '../../../src/model/start-of.ts'

it.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc'],
  ['ab🦊', 3, 'ab'],
  ['a👨‍👩‍👧b', 8, 'a'],
  ['a👨‍👩‍👧b', 9, 'a👨‍👩‍👧'],
  ['ae\u0301', 2, 'a'],
  [`e${'\u0301'.repeat(9)}`, 3, 'e\u0301\u0301'],
])('begins %j with at most %i units as %j', (text, length, start) => {
  expect(startOf(text, length)).toBe(start)
})

it('cuts the text of a server between characters', () => {
  expect(failureText(`${'no '.repeat(99)}ab👨‍👩‍👧 more`)).toBe(`${'no '.repeat(99)}ab…`)
})
