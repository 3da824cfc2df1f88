import type { Reporter } from '../model/reporter.ts'

/**
 * AWS states the expiration by its own clock. If this machine's clock is behind, the session would be used
 * after it has expired. If the clock is ahead, the session only appears shorter than it is.
 */
export function endByThisClock(end: Date, clockSkew: number): Date {
  const secondsBehind = Math.max(0, Math.floor(clockSkew / 1000))
  return new Date(end.getTime() - secondsBehind * 1000)
}

/** Milliseconds. AWS itself accepts 15 minutes, but expirations are wrong long before that. */
const toleratedSkew = 5 * 60_000

/** Informs the user of a wrong clock. */
export function tellClockSkew(clockSkew: number, report: Reporter): void {
  if (Math.abs(clockSkew) <= toleratedSkew) return
  const minutes = Math.round(Math.abs(clockSkew) / 60_000)
  const side = clockSkew > 0 ? 'behind' : 'ahead of'
  report.note(
    `the clock of this machine is ${minutes} minutes ${side} AWS's clock; the times shown are wrong by as much`,
  )
}
