/** `3 h 12 min`, `41 min`. The value is rounded down, so it is never too long. */
export function shownTime(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min`
}

/** A bar of ten blocks. The full blocks show the remaining part. */
export function bar(left: number, whole: number): string {
  const full = whole > 0 ? Math.min(10, Math.max(0, Math.round((left / whole) * 10))) : 0
  return '█'.repeat(full) + '░'.repeat(10 - full)
}
