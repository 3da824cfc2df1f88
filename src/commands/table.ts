import { cut, padded, width } from './text-width.ts'

/** One line of a table. */
export interface TableRow {
  readonly cells: readonly string[]
  /** Runs from this column on, in place of all cells there. */
  readonly rest?: { readonly from: number; readonly text: string }
}

export interface Table {
  readonly titles: readonly string[]
  readonly rows: readonly TableRow[]
  /** Columns that may be left out where there is no room, the first one first. */
  readonly spare: readonly number[]
}

/** How things are made to stand out; does nothing where there is no colour. */
export interface Marks {
  readonly title: (text: string) => string
  readonly problem: (text: string) => string
}

const gap = '  '

/** Aligned columns, as many as there is room for; with room for too few of them, a block for each row. */
export function tableText(table: Table, room: number, marks: Marks): string[] {
  const all = table.titles.map((_, column) => column)
  for (let left = 0; left <= table.spare.length; left += 1) {
    const dropped = table.spare.slice(0, left)
    const columns = all.filter((column) => !dropped.includes(column))
    const widths = columns.map((column) => widthOf(table, column))
    const whole = widths.reduce((sum, each) => sum + each + gap.length, -gap.length)
    if (whole <= room) return inColumns(table, columns, widths, room, marks)
  }
  return inBlocks(table, room, marks)
}

function widthOf({ titles, rows }: Table, column: number): number {
  let widest = width(titles[column] ?? '')
  for (const { cells, rest } of rows) {
    if (rest && rest.from <= column) continue
    widest = Math.max(widest, width(cells[column] ?? ''))
  }
  return widest
}

function inColumns(
  { titles, rows }: Table,
  columns: readonly number[],
  widths: readonly number[],
  room: number,
  { title, problem }: Marks,
): string[] {
  const line = (cells: readonly string[], shown: readonly number[]) =>
    shown.map((column, index) => padded(cells[column] ?? '', widths[index] ?? 0)).join(gap)
  const body = rows.map(({ cells, rest }) => {
    if (!rest) return line(cells, columns).trimEnd()
    const before = columns.filter((column) => column < rest.from)
    const begin = before.length > 0 ? `${line(cells, before)}${gap}` : ''
    return begin + problem(cut(rest.text, room - width(begin)))
  })
  return [title(line(titles, columns).trimEnd()), ...body]
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

/** As many on a line as there is room for. */
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
