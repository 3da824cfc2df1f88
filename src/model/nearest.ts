/** The candidate that a mistyped word was probably meant to be: up to two slips, if it is long. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let limit = Math.min(2, Math.floor(word.length / 3))
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate)
    if (distance > limit) continue
    best = candidate
    limit = distance - 1
  }
  return best
}

/** Levenshtein's: how many characters have to be put in, taken out or replaced. */
function editDistance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = from[row - 1] === to[column - 1] ? 0 : 1
      current[column] = Math.min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + replaced,
      )
    }
    above = current
  }
  return above[to.length] ?? 0
}
