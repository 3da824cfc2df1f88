/** The place of the last number that is not greater than a value. The numbers are in order and begin with 0. */
export function placeOf(starts: readonly number[], value: number): number {
  let first = 0
  let end = starts.length
  while (end - first > 1) {
    const middle = (first + end) >> 1
    if ((starts[middle] ?? 0) <= value) first = middle
    else end = middle
  }
  return first
}
