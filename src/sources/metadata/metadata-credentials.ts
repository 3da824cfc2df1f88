import { failureText } from '../../aws-api/failure-text.ts'
import { parsedJson } from '../../aws-api/parsed-json.ts'
import type { Credentials } from '../../model/credentials.ts'
import { answeredKeys } from '../answered-keys.ts'

/**
 * The keys in the JSON response of instance metadata or a container endpoint, or a description of the
 * problem. The description contains nothing of the response except AWS's code and message.
 *
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export function metadataCredentials(body: string, now: Date): Credentials | string {
  const answer = objectIn(body)
  if (answer === undefined) return 'the answer is not JSON with keys in it'
  const { Code } = answer
  // Instance metadata reports a failure with HTTP 200.
  if (typeof Code === 'string' && Code !== 'Success') {
    const known = /^\w{1,64}$/.test(Code) ? ` (${Code})` : ''
    const { Message } = answer
    const message = typeof Message === 'string' ? failureText(Message) : undefined
    return `AWS gave it none${known}${message === undefined ? '' : `: ${message}`}`
  }
  const { Expiration, AccountId } = answer
  const keys = answeredKeys(answer, keyNames)
  if (typeof keys === 'string') return keys
  if (!fits(Expiration, dateTime)) return 'Expiration in the answer is missing, or is no time'
  const expiration = new Date(Expiration)
  if (Number.isNaN(expiration.getTime())) return 'Expiration in the answer is no time'
  if (expiration <= now) {
    return `its keys ended at ${expiration.toISOString()}, and here it is ${now.toISOString()}`
  }
  return {
    ...keys,
    expiration,
    ...(fits(AccountId, /^\d{12}$/) && { accountId: String(AccountId) }),
  }
}

const keyNames = { 'key id': 'AccessKeyId', secret: 'SecretAccessKey', token: 'Token' }

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/

export const fits = (value: unknown, form: RegExp): value is string =>
  typeof value === 'string' && form.test(value)

function objectIn(body: string): Readonly<Record<string, unknown>> | undefined {
  const value = parsedJson(body)
  return typeof value === 'object' && value !== null ? { ...value } : undefined
}
