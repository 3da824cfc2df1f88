import { describe, expect, it } from 'vitest'
import { anyText } from '../../../src/terminal/any-text.ts'
import { lineOfCells } from '../../../src/terminal/line-of-cells.ts'
import { measureFor } from '../../../src/terminal/measure-for.ts'
import { isNarrow, narrowText } from '../../../src/terminal/text-measure.ts'

it.each([
  ['plain', 5],
  ['Grüße → …', 9],
  ['👨‍👩‍👧', 2],
  ['🇩🇪', 2],
  ['❤️', 2],
  ['1️⃣', 2],
  ['👍🏽', 2],
  ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', 2],
  ['漢字', 4],
  ['한국', 4],
  ['e\u0301', 1],
  ['עברית', 5],
  ['שָׁ', 1],
])('the width of %j is %i', (text, columns) => {
  expect(anyText.width(text)).toBe(columns)
})

it.each([
  ['漢字', 3, '漢…'],
  ['漢字', 2, '…'],
  ['a👨‍👩‍👧b', 3, 'a…'],
  ['a👨‍👩‍👧b', 4, 'a👨‍👩‍👧b'],
  ['🇩🇪🇫🇷🇮🇹', 5, '🇩🇪🇫🇷…'],
  ['ne\u0301e\u0301', 2, 'n…'],
])('%j is cut to %i columns between characters', (text, columns, shown) => {
  expect(anyText.cut(text, columns)).toBe(shown)
})

describe('narrow text', () => {
  it('has the same width and cuts without the library', () => {
    for (let code = 0; code < 0x10000; code += 1) {
      const character = String.fromCharCode(code)
      if (!isNarrow(character)) continue
      expect([code, anyText.width(`a${character}b`)]).toEqual([code, 3])
      // Neither neighbour becomes a part of it.
      expect([code, [...new Intl.Segmenter().segment(`${character}${character}`)].length]).toEqual([
        code,
        2,
      ])
    }
    for (const columns of [1, 2, 5, 6]) {
      expect(narrowText.cut('Größe', columns)).toBe(anyText.cut('Größe', columns))
    }
  })

  it('is what is measured unless another text is among it', async () => {
    expect(await measureFor(['prod', 'source_profile loops: round → round'])).toBe(narrowText)
    expect(await measureFor(['prod', '日本'])).toBe(anyText)
  })
})

describe('a line of cells', () => {
  const cells = [
    { at: 0, text: '❤️' },
    { at: 4, text: '' },
    { at: 6, text: 'red', mark: (text: string) => `<${text}>` },
    { at: 11, text: 'end' },
  ]

  it('has spaces between the cells in a pipe, and none at the end', () => {
    expect(lineOfCells(cells, anyText, false)).toBe('❤️    <red>  end')
    expect(lineOfCells(cells.slice(0, 2), anyText, false)).toBe('❤️')
  })

  it('moves the cursor on a terminal only after text whose width is in doubt', () => {
    expect(lineOfCells(cells, anyText, true)).toBe('❤️    \x1b[K\x1b[7G<red>  end')
    const hebrew = [{ at: 0, text: 'עברית' }, ...cells.slice(2)]
    expect(lineOfCells(hebrew, anyText, true)).toBe('עברית \u200e\x1b[K\x1b[7G<red>  end')
    expect(lineOfCells(cells.slice(0, 2), anyText, true)).toBe('❤️')
  })
})
