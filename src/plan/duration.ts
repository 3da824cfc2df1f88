import { UsageError } from '../model/errors.ts'

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 }

/** STS refuses less: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const shortest = 900

/** Of a role, whatever its MaxSessionDuration; an MFA session (GetSessionToken) may last 36 h. */
const longestRole = 12 * 3600
const longestUser = 36 * 3600

/** AWS allows no more to a role taken with temporary keys ("role chaining"). */
export const longestChained = 3600

/**
 * `3600`, `3600s`, `90m`, `12h` in seconds.
 *
 * @throws UsageError that names `where` it was found.
 */
export function parseDuration(text: string, where: string): number {
  const [, digits, unit = 's'] = /^(\d{1,6})([smh]?)$/.exec(text) ?? []
  const seconds = Number(digits) * (unitSeconds[unit || 's'] ?? Number.NaN)
  if (seconds >= shortest && seconds <= longestUser) return seconds
  throw new UsageError(
    Number.isNaN(seconds)
      ? `${where}: "${text}" is not a duration`
      : `${where}: ${text} is outside what AWS allows, 15 minutes to 12 hours (36 for a user)`,
    ['write 3600, 90m or 12h'],
  )
}

/** @throws UsageError for more than any role may last. */
export function checkedRoleDuration(seconds: number): number {
  if (seconds <= longestRole) return seconds
  throw new UsageError(`no role session lasts longer than 12 hours`, ['--duration 12h'])
}
