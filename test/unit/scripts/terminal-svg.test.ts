import { describe, expect, it } from 'vitest'
import { styledLine } from '../../../scripts/pictures/styled-line.ts'
import { terminalSvg } from '../../../scripts/pictures/terminal-svg.ts'

const styles = (line: string) =>
  styledLine(line).runs.map(({ text, style }) => ({ text, ...style }))

describe('the output of tmux', () => {
  it.each([
    ['\x1b[31mred\x1b[39m not', [{ text: 'red', color: '#ff7b72' }, { text: ' not' }]],
    ['\x1b[1m\x1b[36mboth\x1b[0m', [{ text: 'both', isBold: true, color: '#39c5cf' }]],
    ['\x1b[1;4;95mall', [{ text: 'all', isBold: true, isUnderlined: true, color: '#d2a8ff' }]],
    ['\x1b[38;5;1ma', [{ text: 'a', color: '#ff7b72' }]],
    ['\x1b[38;5;16ma', [{ text: 'a', color: '#000000' }]],
    ['\x1b[38;5;208ma', [{ text: 'a', color: '#ff8700' }]],
    ['\x1b[48;5;255ma', [{ text: 'a', background: '#eeeeee' }]],
    ['\x1b[38;2;1;2;255;1ma', [{ text: 'a', color: '#0102ff', isBold: true }]],
    [
      '\x1b[7ma\x1b[27mb',
      [
        { text: 'a', isInverse: true },
        { text: 'b', isInverse: false },
      ],
    ],
    ['\x1b[1;2ma\x1b[ma', [{ text: 'a', isBold: true, isFaint: true }, { text: 'a' }]],
  ])('%j', (line, expected) => {
    expect(styles(line)).toEqual(expected)
  })

  it('has columns as a terminal counts them', () => {
    const { runs } = styledLine('a漢\x1b[1mb\u0301c')
    expect(runs).toMatchObject([
      { column: 0, columns: 3 },
      { column: 3, columns: 2 },
    ])
  })

  it('continues a style in the next line', () => {
    const first = styledLine('\x1b[33mone')
    expect(styledLine('two', first.style).runs).toMatchObject([{ style: { color: '#d29922' } }])
  })

  it.each(['\x1b[5mblinks', '\x1b[38;7;1m', 'a\x1b]8;;\x07b', 'a\tb'])(
    'with %j is rejected',
    (line) => {
      expect(() => styledLine(line)).toThrow(/SGR/)
    },
  )
})

/** The elements in the window, without those of the window itself. */
function drawn(captured: string, cursor?: { column: number; row: number }): readonly string[] {
  const svg = terminalSvg(captured, 'title', 20, cursor)
  return /<g [^>]*>\n(.*?)\n?<\/g>/s.exec(svg)?.[1]?.split('\n').filter(Boolean) ?? []
}

const stretched = 'lengthAdjust="spacingAndGlyphs"'

describe('a picture of a terminal', () => {
  it('has a text for each style and column, with its width in the terminal', () => {
    expect(drawn('two words  apart \x1b[1;31mred')).toEqual([
      `<text x="16" y="50" textLength="75.6" ${stretched}>two words</text>`,
      `<text x="108.4" y="50" textLength="42" ${stretched}>apart</text>`,
      `<text x="158.8" y="50" textLength="25.2" ${stretched} fill="#ff7b72" font-weight="bold">red</text>`,
    ])
  })

  it('draws a wide character in two columns, and continues after it', () => {
    expect(drawn('漢b')).toEqual([
      `<text x="16" y="50" textLength="16.8" ${stretched}>漢</text>`,
      `<text x="32.8" y="50" textLength="8.4" ${stretched}>b</text>`,
    ])
  })

  it('escapes markup, also in the title', () => {
    expect(drawn('<a> & b')).toEqual([
      `<text x="16" y="50" textLength="58.8" ${stretched}>&lt;a&gt; &amp; b</text>`,
    ])
    expect(terminalSvg('', '<&>', 20)).toContain('<title>&lt;&amp;&gt;</title>')
  })

  it('draws backgrounds, inverse text and the cursor below the text', () => {
    expect(drawn('\x1b[44ma\x1b[0m\x1b[7mb', { column: 2, row: 0 })).toEqual([
      '<rect x="32.8" y="36" width="8.4" height="19" fill="#e6edf3"/>',
      '<rect x="16" y="36" width="8.4" height="19" fill="#58a6ff"/>',
      `<text x="16" y="50" textLength="8.4" ${stretched}>a</text>`,
      '<rect x="24.4" y="36" width="8.4" height="19" fill="#e6edf3"/>',
      `<text x="24.4" y="50" textLength="8.4" ${stretched} fill="#161b22">b</text>`,
    ])
  })

  it('has the height of the screen content and the width of the terminal', () => {
    expect(terminalSvg('one\ntwo\n\n\n', 'title', 20)).toContain('width="200" height="86"')
  })

  it('is equal in each run', () => {
    const captured = '\x1b[33m(dev 59m) \x1b[39m~ $'
    expect(terminalSvg(captured, 'bash', 96)).toBe(terminalSvg(captured, 'bash', 96))
  })
})
