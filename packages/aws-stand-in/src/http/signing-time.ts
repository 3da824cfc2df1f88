import { AwsError } from '../query/aws-error.ts'
import type { Authorization } from './authorization.ts'

const maxSkewMilliseconds = 15 * 60_000

/**
 * Returns the signing time in the X-Amz-Date header (`20261123T192212Z`). Throws
 * IncompleteSignature if it is missing or invalid.
 */
export function signingTime(amzDate: string | undefined): Date {
  const parts = amzDate?.match(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/)
  if (!parts) {
    throw new AwsError(
      'IncompleteSignature',
      400,
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    )
  }
  const [, year, month, day, hour, minute, second] = parts
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

/** STS accepts a signature for 15 minutes before and after its own time. */
export function checkSigningTime(time: Date, now: Date): void {
  const [earliest, latest] = [shifted(now, -maxSkewMilliseconds), shifted(now, maxSkewMilliseconds)]
  if (time < earliest) {
    throw timeMismatch(
      `Signature expired: ${amzDate(time)} is now earlier than ${amzDate(earliest)} (${amzDate(now)} - 15 min.)`,
    )
  }
  if (time > latest) {
    throw timeMismatch(
      `Signature not yet current: ${amzDate(time)} is still later than ${amzDate(latest)} (${amzDate(now)} + 15 min.)`,
    )
  }
}

/**
 * A credential scope is valid for one service and one day. AWS reports all errors of the scope in
 * one message.
 */
export function checkScope(
  { date, service, terminator }: Authorization,
  called: string,
  time: Date,
): void {
  const stamp = amzDate(time)
  const day = stamp.slice(0, 8)
  const wrong = [
    service !== called && `Credential should be scoped to correct service: '${called}'. `,
    terminator !== 'aws4_request' &&
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'. `,
    date !== day &&
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${day}', from '${stamp}'. `,
  ].filter((text) => text !== false)
  if (wrong.length) throw timeMismatch(wrong.join(''))
}

function shifted(date: Date, milliseconds: number): Date {
  return new Date(date.getTime() + milliseconds)
}

function amzDate(date: Date): string {
  return date
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:]/g, '')
}

function timeMismatch(message: string): AwsError {
  return new AwsError('SignatureDoesNotMatch', 403, message)
}
