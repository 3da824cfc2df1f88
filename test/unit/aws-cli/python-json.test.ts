import { expect, it } from 'vitest'
import { pythonJson } from '../../../src/aws-cli/python-json.ts'

// The values are those of Python 3.11.
it.each([
  ['corp', '"corp"'],
  ['b\u00fcro', '"b\\u00fcro"'],
  ['\u540d\u524d', '"\\u540d\\u524d"'],
  ['\u{1f600}', '"\\ud83d\\ude00"'],
  ['a"b\\c/d', '"a\\"b\\\\c/d"'],
  ['tab\tline\nbell\x07', '"tab\\tline\\nbell\\u0007"'],
  ['del\x7f', '"del\\u007f"'],
  ['\u2028\ufeff', '"\\u2028\\ufeff"'],
])('%j is text as json.dumps writes it', (text, written) => {
  expect(pythonJson(text)).toBe(written)
})
