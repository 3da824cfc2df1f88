/** `3 h 12 min`, `41 min`: rounded down, since that is left for sure. */
export function shownTime(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min`
}

/** Ten blocks, the full ones for what is left. */
export function bar(left: number, whole: number): string {
  const full = whole > 0 ? Math.min(10, Math.max(0, Math.round((left / whole) * 10))) : 0
  return '█'.repeat(full) + '░'.repeat(10 - full)
}
