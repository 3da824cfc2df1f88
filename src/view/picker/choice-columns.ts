import { cut, width } from '../text-width.ts'

const gap = '  '

/** A column that is cut to fewer says nothing. */
const leastCut = 20

/**
 * The cells of each row as a text, with those of one column below each other. A column that has no room
 * is left out, or cut if it is a long one; one that is empty in all rows takes none.
 */
export function inColumns(rows: readonly (readonly string[])[], room: number): readonly string[] {
  const wanted: number[] = []
  for (const cells of rows) {
    cells.forEach((cell, column) => {
      wanted[column] = Math.max(wanted[column] ?? 0, width(cell))
    })
  }
  let left = room
  const widths = wanted.map((most) => {
    const columns = Math.min(most, left - gap.length)
    if (columns < Math.min(most, leastCut) || columns === 0) return 0
    left -= columns + gap.length
    return columns
  })
  return rows.map((cells) => {
    const shown = widths.map((columns, column) => {
      if (columns === 0) return ''
      const cell = cut(cells[column] ?? '', columns)
      return `${gap}${cell}${' '.repeat(columns - width(cell))}`
    })
    return shown.join('').trimEnd()
  })
}
