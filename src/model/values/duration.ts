import { invalidValue } from './invalid-value.ts'

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 }

/** The STS minimum: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const shortest = 900

/** The maximum for any role is 12 h. An MFA session (GetSessionToken) may last 36 h. */
export const longestRole = 12 * 3600
export const longestUser = 36 * 3600

/** One year. The STS of another store may allow longer sessions than AWS and has its own limit. */
export const longestAnywhere = 365 * 24 * 3600

/** AWS limits a role that temporary credentials assume ("role chaining") to one hour. */
export const longestChained = 3600

/**
 * Reads `3600`, `3600s`, `90m` or `12h` and returns seconds.
 *
 * @param longest the upper limit in seconds.
 * @throws AssumeError that names `where`, the location of the value.
 */
export function parseDuration(text: string, where: string, longest = longestUser): number {
  const [, digits, unit = 's'] = /^(\d{1,8})([smh]?)$/.exec(text) ?? []
  const seconds = Number(digits) * (unitSeconds[unit || 's'] ?? Number.NaN)
  if (seconds >= shortest && seconds <= longest) return seconds
  const complaint = Number.isNaN(seconds)
    ? `"${text}" is not a duration`
    : `${text} is outside what AWS allows, 15 minutes to 12 hours (36 for a user)`
  throw invalidValue(where, complaint, ['write 3600, 90m or 12h'])
}

/** Reads a duration or `max`, the longest that AWS allows. */
export const wantedDuration = (text: string, where: string, longest?: number): number | 'max' =>
  text === 'max' ? text : parseDuration(text, where, longest)

/** Checks a MaxSessionDuration: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html */
export const isRoleMaximum = (seconds: number) =>
  Number.isInteger(seconds) && seconds >= longestChained && seconds <= longestRole

/** `4h`, `90m`: the form that `--duration` accepts. */
export const durationWord = (seconds: number) =>
  seconds % 3600 === 0
    ? `${seconds / 3600}h`
    : seconds % 60 === 0
      ? `${seconds / 60}m`
      : `${seconds}`

/** `4 h`, `90 min`: the form for display. */
export function shownDuration(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600} h`
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`
}

/** @throws AssumeError if an AWS role session cannot have this duration. */
export function checkedRoleDuration(seconds: number, where: string): number {
  if (seconds >= shortest && seconds <= longestRole) return seconds
  throw invalidValue(
    where,
    `AWS gives a role session 15 minutes at the least and 12 hours at the most`,
  )
}

/** @throws AssumeError if an AWS user session cannot have this duration. */
export function checkedUserDuration(seconds: number, where: string): number {
  if (seconds >= shortest && seconds <= longestUser) return seconds
  throw invalidValue(
    where,
    `AWS gives a user's session 15 minutes at the least and 36 hours at the most`,
  )
}
