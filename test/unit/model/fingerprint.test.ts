import { expect, it } from 'vitest'
import { fingerprint } from '../../../src/model/fingerprint.ts'

it.each([
  // https://datatracker.ietf.org/doc/html/draft-eastlake-fnv, appendix C
  ['', 'cbf29ce484222325'],
  ['a', 'af63dc4c8601ec8c'],
  ['foobar', '85944171f73967e8'],
])('the fingerprint of %j is its FNV-1a hash', (text, digits) => {
  expect(fingerprint(text)).toBe(digits)
})

it('similar texts have different fingerprints', () => {
  const texts = Array.from({ length: 2000 }, (_, index) => `role/${index} é😀`)
  const prints = new Set(texts.map(fingerprint))
  expect(prints.size).toBe(texts.length)
  for (const print of prints) expect(print).toMatch(/^[0-9a-f]{16}$/)
})
