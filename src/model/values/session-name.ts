import { invalidValue } from './invalid-value.ts'

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, RoleSessionName */
const form = /^[\w+=,.@-]{2,64}$/

/**
 * assume refuses an invalid chosen name and never changes it, because CloudTrail and policies refer
 * to it.
 */
export function checkedSessionName(name: string, where: string): string {
  if (form.test(name)) return name
  throw invalidValue(where, `"${name}" is not a role session name`, [
    '2 to 64 letters, digits and _+=,.@-',
  ])
}

/** Derives a valid session name from the name of the IAM user or the login name. */
export function derivedSessionName(name: string): string {
  const cleaned = withoutMarks(name)
    .replaceAll(/[^\w+=,.@-]+/g, '-')
    .slice(0, 64)
  return form.test(cleaned) ? cleaned : `assume-${cleaned}`
}

/** V8 takes half a millisecond to load the classes of Unicode, and most names are ASCII. */
const withoutMarks = (name: string) =>
  /^[\x20-\x7e]*$/.test(name) ? name : name.normalize('NFKD').replaceAll(/\p{M}/gu, '')
