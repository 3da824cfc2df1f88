import { anyText } from '../../src/terminal/any-text.ts'
import { type Run, type Style, styledLine } from './styled-line.ts'

/** The size of one character in pixels. */
const cell = { width: 8.4, height: 19 }

const bar = 28
const padding = { x: 16, top: 8, bottom: 12 }

/** These fonts differ in width, so each text has an explicit length. */
const font = `ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace`

const window = { background: '#161b22', color: '#e6edf3', edge: '#444c56', title: '#8b949e' }

/** The position, from 0. */
export interface Cursor {
  readonly column: number
  readonly row: number
}

/**
 * Draws a terminal screen as an SVG. It draws a window with a background, so that the picture is
 * readable on light and dark pages.
 *
 * @param captured the output of `tmux capture-pane -e -p`. Trailing empty lines are removed.
 * @param columns the width of the terminal.
 * @param cursor the position of the cursor, if it is visible.
 */
export function terminalSvg(
  captured: string,
  title: string,
  columns: number,
  cursor?: Cursor,
): string {
  const lines = captured.trimEnd().split('\n')
  const right = round(columns * cell.width + 2 * padding.x)
  const bottom = bar + padding.top + lines.length * cell.height + padding.bottom
  const drawn: string[] = []
  let style: Style = {}
  lines.forEach((line, row) => {
    const styled = styledLine(line, style)
    style = styled.style
    const top = bar + padding.top + row * cell.height
    if (cursor?.row === row) drawn.push(rectangle(cursor.column, 1, top, window.color))
    for (const run of styled.runs) drawn.push(...backgroundOf(run, top), ...textsOf(run, top))
  })
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${right}" height="${bottom}" viewBox="0 0 ${right} ${bottom}" font-family="${font}" font-size="14">`,
    `<title>${escaped(title)}</title>`,
    `<rect x="0.5" y="0.5" width="${right - 1}" height="${bottom - 1}" rx="8" fill="${window.background}" stroke="${window.edge}"/>`,
    ...[0, 1, 2].map(
      (dot) => `<circle cx="${20 + dot * 18}" cy="15" r="5" fill="${window.edge}"/>`,
    ),
    `<text x="${right / 2}" y="19" fill="${window.title}" font-size="12" text-anchor="middle">${escaped(title)}</text>`,
    `<g fill="${window.color}">`,
    ...drawn,
    '</g>',
    '</svg>',
  ].join('\n')}\n`
}

function backgroundOf({ column, columns, style }: Run, top: number): readonly string[] {
  const fill = style.isInverse ? (style.color ?? window.color) : style.background
  if (fill === undefined) return []
  return [rectangle(column, columns, top, fill)]
}

const rectangle = (column: number, columns: number, top: number, fill: string) =>
  `<rect x="${left(column)}" y="${top}" width="${round(columns * cell.width)}" height="${cell.height}" fill="${fill}"/>`

/**
 * ASCII words with single spaces form one text. Each other character is a text of its own, because
 * another font may draw it.
 */
const pieces = /[!-~]+(?: [!-~]+)*|[^ -~]\p{M}*/gu

function textsOf({ text, column, style }: Run, top: number): readonly string[] {
  const fill = style.isInverse ? (style.background ?? window.background) : style.color
  const look = [
    fill && `fill="${fill}"`,
    style.isBold && 'font-weight="bold"',
    style.isFaint && 'fill-opacity="0.6"',
    style.isItalic && 'font-style="italic"',
    style.isUnderlined && 'text-decoration="underline"',
  ].filter(Boolean)
  return [...text.matchAll(pieces)].map(({ 0: piece, index }) => {
    const attributes = [
      `x="${left(column + anyText.width(text.slice(0, index)))}"`,
      `y="${top + 14}"`,
      `textLength="${round(anyText.width(piece) * cell.width)}"`,
      'lengthAdjust="spacingAndGlyphs"',
      ...look,
    ]
    return `<text ${attributes.join(' ')}>${escaped(piece)}</text>`
  })
}

const left = (column: number) => round(padding.x + column * cell.width)

const round = (pixels: number) => Math.round(pixels * 10) / 10

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
