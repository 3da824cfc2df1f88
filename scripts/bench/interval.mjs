export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  if (sorted.length === 0) return 0
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/**
 * Returns the median of a sample and the 95 % confidence interval of the median. The interval is
 * based on ranks, so single outliers of a busy machine have little influence.
 */
export function medianInterval(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const half = 0.98 * Math.sqrt(sorted.length)
  const low = Math.max(0, Math.floor(sorted.length / 2 - half))
  const high = Math.min(sorted.length - 1, Math.ceil(sorted.length / 2 + half) - 1)
  return { median: median(sorted), low: sorted[low], high: sorted[high] }
}
