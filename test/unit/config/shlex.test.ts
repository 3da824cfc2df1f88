import { expect, it } from 'vitest'
import { splitWords } from '../../../src/config/parse/shlex.ts'

it.each([
  ['', []],
  [' a\tb\r\nc ', ['a', 'b', 'c']],
  ['a"b c"d', ['ab cd']],
  ['" a "', [' a ']],
  [`'a "b' c`, ['a "b', 'c']],
  [`"" ''`, ['', '']],
  ['a\\ b \\" \\\\', ['a b', '"', '\\']],
  ['"a\\"b\\\\c\\d\\$"', ['a"b\\c\\d\\$']],
  [`'a\\'`, ['a\\']],
  ['$HOME ~ | ; # `x` *', ['$HOME', '~', '|', ';', '#', '`x`', '*']],
  ['a\u00a0b é😀', ['a\u00a0b', 'é😀']],
  ['"a', undefined],
  ["a'", undefined],
  ['a\\', undefined],
  ['"a\\', undefined],
  ['"a\\"', undefined],
])('splits %j as Python does', (text, words) => {
  expect(splitWords(text)).toEqual(words)
})
