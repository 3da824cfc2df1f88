import { type Cell, lineOfCells } from '../terminal/line-of-cells.ts'
import { measureFor } from '../terminal/measure-for.ts'
import type { TextMeasure } from '../terminal/text-measure.ts'

/** A row of a table. */
export interface TableRow {
  readonly cells: readonly string[]
  /** Text that replaces all cells from this column on. */
  readonly rest?: { readonly from: number; readonly text: string }
}

export interface Table {
  readonly titles: readonly string[]
  readonly rows: readonly TableRow[]
  /** Columns that may be dropped if the table is too wide, in this order. */
  readonly spare: readonly number[]
}

export interface TableStyle {
  /** The width of the screen in columns. */
  readonly room: number
  /** Highlighting functions, which return the text unchanged if there is no colour. */
  readonly title: (text: string) => string
  readonly problem: (text: string) => string
  /** Whether control sequences can move the cursor. */
  readonly isOnTerminal: boolean
}

const gap = 2

/** The minimum width of `rest`. */
const leastRest = 24

/** Formats aligned columns, as many as fit. If too few fit, each row becomes a block. */
export async function tableText(table: Table, style: TableStyle): Promise<string[]> {
  const { titles, rows, spare } = table
  const measure = await measureFor(textsOf(table))
  const widths = titles.map((title, column) => {
    let widest = measure.width(title)
    for (const { cells, rest } of rows) {
      if (rest && column >= rest.from) continue
      widest = Math.max(widest, measure.width(cells[column] ?? ''))
    }
    return widest
  })
  for (let left = 0; left <= spare.length; left += 1) {
    const dropped = spare.slice(0, left)
    const columns = placed(widths, dropped)
    if (columns.end <= style.room) return inColumns(table, columns, style, measure)
  }
  return inBlocks(table, style, measure)
}

function* textsOf({ rows }: Table): Generator<string> {
  for (const { cells, rest } of rows) {
    yield* cells
    if (rest) yield rest.text
  }
}

/** The columns that are shown. */
interface Columns {
  /** The index of each column and the place where it begins. */
  readonly places: readonly (readonly [column: number, at: number])[]
  /** Where the last one ends. */
  readonly end: number
}

function placed(widths: readonly number[], dropped: readonly number[]): Columns {
  const places: [number, number][] = []
  let next = 0
  widths.forEach((width, column) => {
    if (dropped.includes(column)) return
    places.push([column, next])
    next += width + gap
  })
  return { places, end: next - gap }
}

function inColumns(
  { titles, rows }: Table,
  { places, end }: Columns,
  { room, title, problem, isOnTerminal }: TableStyle,
  measure: TextMeasure,
): string[] {
  const line = (texts: readonly string[], upTo: number, rest?: Cell) => {
    const plain = rest ? undefined : plainLine(texts, places, upTo)
    if (plain !== undefined) return plain
    // A list can have thousands of rows, so a loop is worth it.
    const cells: Cell[] = []
    for (const [column, at] of places) {
      const text = texts[column]
      if (column < upTo && text) cells.push({ at, text })
    }
    if (rest) cells.push(rest)
    return lineOfCells(cells, measure, isOnTerminal)
  }
  const placeOf = (column: number) => places.find(([each]) => each >= column)?.[1] ?? end + gap
  const body = rows.map(({ cells, rest }) => {
    if (!rest) return line(cells, titles.length)
    // The text is more important than the cells.
    const from = room - placeOf(rest.from) < leastRest ? 1 : rest.from
    const at = placeOf(from)
    return line(cells, from, { at, text: measure.cut(rest.text, room - at), mark: problem })
  })
  return [title(line(titles, titles.length)), ...body]
}

/** A line of ASCII, which needs no measure. Returns undefined for other texts. */
function plainLine(
  texts: readonly string[],
  places: Columns['places'],
  upTo: number,
): string | undefined {
  let line = ''
  for (const [column, at] of places) {
    const text = texts[column]
    if (column >= upTo || !text) continue
    if (!ascii.test(text)) return undefined
    line = line.padEnd(at) + text
  }
  return line
}

const ascii = /^[\x20-\x7e]*$/

function inBlocks({ rows }: Table, style: TableStyle, measure: TextMeasure): string[] {
  const { room, title, problem } = style
  return rows.flatMap(({ cells: [first = '', ...others], rest }) => {
    const shown = rest ? others.slice(0, rest.from - 1) : others
    const indent = ' '.repeat(gap)
    return [
      title(measure.cut(first, room)),
      ...wrapped(
        shown.filter((cell) => cell !== ''),
        room,
        measure,
      ),
      ...(rest ? [`${indent}${problem(measure.cut(rest.text, room - gap))}`] : []),
    ]
  })
}

/** Puts as many cells on a line as fit. */
function wrapped(
  cells: readonly string[],
  room: number,
  { width, cut }: TextMeasure,
): readonly string[] {
  const indent = ' '.repeat(gap)
  const lines: string[] = []
  for (const cell of cells) {
    const last = lines.at(-1)
    const longer = `${last}${indent}${cell}`
    if (last !== undefined && width(longer) <= room) lines[lines.length - 1] = longer
    else lines.push(cut(`${indent}${cell}`, room))
  }
  return lines
}
