import { endByThisClock } from '../aws-api/clock-skew.ts'
import type { Credentials } from '../model/credentials.ts'
import { answeredKeys } from './answered-keys.ts'

/**
 * The keys in the portal's response, or a description of the problem, which contains nothing of the
 * response.
 *
 * https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_RoleCredentials.html
 */
export function roleCredentialsIn(
  answer: unknown,
  clockSkew: number,
  now: Date,
): Omit<Credentials, 'accountId'> | string {
  if (!(answer instanceof Object)) return 'there are no keys in the answer'
  const fields: Readonly<Record<string, unknown>> = { ...answer }
  const keys = answeredKeys(fields, keyNames)
  if (typeof keys === 'string') return keys
  const expiration = endByThisClock(new Date(Number(fields.expiration)), clockSkew)
  if (typeof fields.expiration !== 'number' || Number.isNaN(expiration.getTime())) {
    return 'expiration in the answer is no time'
  }
  if (expiration <= now) {
    return `its keys ended at ${expiration.toISOString()}, and here it is ${now.toISOString()}`
  }
  return { ...keys, expiration }
}

const keyNames = { 'key id': 'accessKeyId', secret: 'secretAccessKey', token: 'sessionToken' }
