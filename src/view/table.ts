import { cut, width } from './text-width.ts'

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

/** Highlighting functions, which return the text unchanged if there is no colour. */
export interface Marks {
  readonly title: (text: string) => string
  readonly problem: (text: string) => string
}

const gap = '  '

/** The minimum width of `rest`. */
const leastRest = 24

/** Formats aligned columns, as many as fit. If too few fit, each row becomes a block. */
export function tableText(table: Table, room: number, marks: Marks): string[] {
  const { titles, rows, spare } = table
  const measured = rows.map(({ cells }) => cells.map(width))
  const widths = titles.map((title, column) => {
    let widest = width(title)
    rows.forEach(({ rest }, row) => {
      if (!rest || column < rest.from) widest = Math.max(widest, measured[row]?.[column] ?? 0)
    })
    return widest
  })
  for (let left = 0; left <= spare.length; left += 1) {
    const dropped = spare.slice(0, left)
    const columns = [...titles.keys()].filter((column) => !dropped.includes(column))
    const whole = columns.reduce((sum, column) => sum + (widths[column] ?? 0) + gap.length, 0)
    if (whole - gap.length <= room)
      return inColumns(table, { columns, widths, measured }, room, marks)
  }
  return inBlocks(table, room, marks)
}

interface Layout {
  /** The visible columns. */
  readonly columns: readonly number[]
  /** The widths of all columns. */
  readonly widths: readonly number[]
  /** The width of each cell of each row. */
  readonly measured: readonly (readonly number[])[]
}

function inColumns(
  { titles, rows }: Table,
  { columns, widths, measured }: Layout,
  room: number,
  { title, problem }: Marks,
): string[] {
  const head = columns.map((column) => (titles[column] ?? '').padEnd(widths[column] ?? 0)).join(gap)
  const before = (row: number, end: number) => {
    let line = ''
    for (const column of columns) {
      if (column >= end) break
      const missing = (widths[column] ?? 0) - (measured[row]?.[column] ?? 0)
      line += (rows[row]?.cells[column] ?? '') + ' '.repeat(missing) + gap
    }
    return line
  }
  const body = rows.map(({ rest }, row) => {
    const line = before(row, rest?.from ?? titles.length)
    if (!rest) return line.trimEnd()
    // The text is more important than the cells.
    const left = room - width(line) < leastRest ? before(row, 1) : line
    return left + problem(cut(rest.text, room - width(left)))
  })
  return [title(head.trimEnd()), ...body]
}

function inBlocks({ rows }: Table, room: number, { title, problem }: Marks): string[] {
  return rows.flatMap(({ cells: [first = '', ...others], rest }) => {
    const shown = rest ? others.slice(0, rest.from - 1) : others
    return [
      title(cut(first, room)),
      ...wrapped(
        shown.filter((cell) => cell !== ''),
        room,
      ),
      ...(rest ? [`${gap}${problem(cut(rest.text, room - gap.length))}`] : []),
    ]
  })
}

/** Puts as many cells on a line as fit. */
function wrapped(cells: readonly string[], room: number): string[] {
  const lines: string[] = []
  for (const cell of cells) {
    const last = lines.at(-1)
    const longer = `${last}${gap}${cell}`
    if (last !== undefined && width(longer) <= room) lines[lines.length - 1] = longer
    else lines.push(cut(`${gap}${cell}`, room))
  }
  return lines
}
