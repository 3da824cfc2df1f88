import fc from 'fast-check'

const [firstSurrogate, lastSurrogate, last] = [0xd800, 0xdfff, 0x10ffff]
const surrogates = lastSurrogate - firstSurrogate + 1

/**
 * Any Unicode character, as fast-check's unit `binary`. That one makes a table of all 1.1 million of them
 * first, which takes two seconds in each process of the tests.
 */
export const codePoint = fc
  .integer({ min: 0, max: last - surrogates })
  .map((number) => String.fromCodePoint(number < firstSurrogate ? number : number + surrogates))
