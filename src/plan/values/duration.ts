import { invalidValue } from './invalid-value.ts'

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 }

/** STS refuses less: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const shortest = 900

/** Of a role, whatever its MaxSessionDuration; an MFA session (GetSessionToken) may last 36 h. */
export const longestRole = 12 * 3600
export const longestUser = 36 * 3600

/** A year. The STS of another store may have longer sessions than AWS, and says itself what is too long. */
export const longestAnywhere = 365 * 24 * 3600

/** AWS allows no more to a role taken with temporary keys ("role chaining"). */
export const longestChained = 3600

/**
 * `3600`, `3600s`, `90m`, `12h` in seconds.
 *
 * @param longest what no STS that is called could give.
 * @throws AssumeError that names `where` it was found.
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

/** The same, and `max`: as much as AWS gives. */
export const wantedDuration = (text: string, where: string, longest?: number): number | 'max' =>
  text === 'max' ? text : parseDuration(text, where, longest)

/** A MaxSessionDuration: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html */
export const isRoleMaximum = (seconds: number) =>
  Number.isInteger(seconds) && seconds >= longestChained && seconds <= longestRole

/** `4h`, `90m`: as `--duration` takes it. */
export const durationWord = (seconds: number) =>
  seconds % 3600 === 0
    ? `${seconds / 3600}h`
    : seconds % 60 === 0
      ? `${seconds / 60}m`
      : `${seconds}`

/** `4 h`, `90 min`: for people. */
export function shownDuration(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600} h`
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`
}

/** @throws AssumeError for less or more than any role session of AWS's may last. */
export function checkedRoleDuration(seconds: number, where: string): number {
  if (seconds >= shortest && seconds <= longestRole) return seconds
  throw invalidValue(
    where,
    `AWS gives a role session 15 minutes at the least and 12 hours at the most`,
  )
}

/** @throws AssumeError for less or more than any session of a user of AWS's may last. */
export function checkedUserDuration(seconds: number, where: string): number {
  if (seconds >= shortest && seconds <= longestUser) return seconds
  throw invalidValue(
    where,
    `AWS gives a user's session 15 minutes at the least and 36 hours at the most`,
  )
}
