/**
 * The candidate that a mistyped word probably means. It allows up to two errors in a long word, and any
 * difference in case.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const folded = word.toLowerCase()
  let best: string | undefined
  let limit = Math.min(2, Math.floor(word.length / 3))
  for (const candidate of candidates) {
    const distance = editDistance(folded, candidate.toLowerCase())
    if (distance > limit) continue
    best = candidate
    limit = distance - 1
  }
  return best
}

/** The number of insertions, deletions, replacements and swaps of neighbours between two words. */
function editDistance(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)]
  const at = (row: number, column: number) => rows[row]?.[column] ?? 0
  for (let row = 1; row <= from.length; row += 1) {
    rows[row] = [row]
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = from[row - 1] === to[column - 1] ? 0 : 1
      const swapped =
        from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1] && row > 1
          ? at(row - 2, column - 2) + 1
          : Number.POSITIVE_INFINITY
      const [above, left, diagonal] = [
        at(row - 1, column),
        at(row, column - 1),
        at(row - 1, column - 1),
      ]
      rows[row]?.push(Math.min(above + 1, left + 1, diagonal + replaced, swapped))
    }
  }
  return at(from.length, to.length)
}
