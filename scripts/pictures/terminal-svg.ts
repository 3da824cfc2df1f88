import { width } from '../../src/view/text-width.ts'
import { type Run, type Style, styledLine } from './styled-line.ts'

/** Of one character, in pixels. */
const cell = { width: 8.4, height: 19 }

const bar = 28
const padding = { x: 16, top: 8, bottom: 12 }

/** Menlo, Consolas and the rest differ in width, so each text says how long it is. */
const font = `ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace`

const window = { background: '#161b22', color: '#e6edf3', edge: '#444c56', title: '#8b949e' }

/** From 0 on. */
export interface Cursor {
  readonly column: number
  readonly row: number
}

/**
 * Draws what a terminal shows as an SVG: a window of its own, so that it can be read on a light page
 * and on a dark one.
 *
 * @param captured the lines of `tmux capture-pane -e -p`; empty ones at the end are left out.
 * @param columns of the terminal.
 * @param cursor where it is to be seen.
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
 * Words of ASCII one space apart are one text. Any other character, which another font may have to
 * lend, is one of its own.
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
      `x="${left(column + width(text.slice(0, index)))}"`,
      `y="${top + 14}"`,
      `textLength="${round(width(piece) * cell.width)}"`,
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
