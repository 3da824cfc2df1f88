/** `3 h 12 min`, `41 min`, `50 s`. The value is rounded down, so it is never too long. */
export function shownTime(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.floor(seconds))} s`
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min`
}

/** A time in its largest unit: `3 days`, `5 h`, `12 min`. */
export function shownAge(seconds: number): string {
  const minutes = Math.max(0, Math.floor(seconds / 60))
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`
}

/** A bar of ten blocks. The full blocks show the remaining part. */
export function bar(left: number, whole: number): string {
  const full = whole > 0 ? Math.min(10, Math.max(0, Math.round((left / whole) * 10))) : 0
  return '█'.repeat(full) + '░'.repeat(10 - full)
}

/** `11:59`, or `2026-11-25 00:10` on another day, in the time zone of this machine. */
export function localTime(time: Date, now: Date): string {
  const [day, clock] = localParts(time)
  return day === localParts(now)[0] ? clock : `${day} ${clock}`
}

function localParts(time: Date): readonly [day: string, clock: string] {
  const two = (number: number) => String(number).padStart(2, '0')
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  return [day, `${two(time.getHours())}:${two(time.getMinutes())}`]
}
