import { cut, width } from '../text-width.ts'

const gap = '  '

/** A column is dropped if fewer characters than this would fit. */
const leastCut = 20

/**
 * Aligns the cells of all rows in columns. A column that does not fit is cut if it is long, and dropped
 * otherwise. A column that is empty in all rows takes no space.
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
