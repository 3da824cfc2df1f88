import type { Cell } from '../../terminal/line-of-cells.ts'
import type { TextMeasure } from '../../terminal/text-measure.ts'

const gap = 2

/** A column is dropped if fewer characters than this would fit. */
const leastCut = 20

/**
 * Aligns the cells of all rows in columns, which begin after a gap at `start` and end before `end`. A
 * column that does not fit is cut if it is long, and dropped otherwise. A column that is empty in all rows
 * takes no space.
 */
export function inColumns(
  rows: readonly (readonly string[])[],
  { start, end }: { readonly start: number; readonly end: number },
  { width, cut }: TextMeasure,
): readonly (readonly Cell[])[] {
  const wanted: number[] = []
  for (const cells of rows) {
    cells.forEach((cell, column) => {
      wanted[column] = Math.max(wanted[column] ?? 0, width(cell))
    })
  }
  let next = start + gap
  const places = wanted.map((most) => {
    const columns = Math.min(most, end - next)
    if (columns < Math.min(most, leastCut) || columns <= 0) return undefined
    const at = next
    next += columns + gap
    return { at, columns }
  })
  return rows.map((cells) =>
    cells.flatMap((cell, column) => {
      const place = places[column]
      return place ? [{ at: place.at, text: cut(cell, place.columns) }] : []
    }),
  )
}
