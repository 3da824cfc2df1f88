import { parsedJson } from '../aws-api/parsed-json.ts'
import type { Credentials } from '../model/credentials.ts'
import { parseKeys } from '../model/parse-keys.ts'
import { timeIn } from '../model/time-in-text.ts'
import type { ErrorFor } from '../programs/run-process.ts'

/**
 * The keys in the output of a `credential_process`.
 *
 * @throws the error of `complaint` if the output is invalid. It never contains a part of the output, not
 *   even of the key ID, because a secret can be in the wrong field.
 */
export function readProcessAnswer(
  output: string,
  complaint: ErrorFor,
  now: Date,
  warn: (what: string) => void,
): Credentials {
  const answer = objectIn(output)
  if (!answer) throw complaint('printed no JSON object', format)
  const { Version } = answer
  if (Version !== 1) {
    const version = typeof Version === 'number' ? `Version ${Version}` : 'no Version that we know'
    throw complaint(`printed an answer of ${version}, and 1 is the only one there is`, format)
  }
  const field = (name: string) => {
    const value = answer[name]
    return value === undefined || value === null || value === '' ? undefined : value
  }
  const [id, secret] = [field('AccessKeyId'), field('SecretAccessKey')]
  if (id === undefined) throw complaint('printed no AccessKeyId', format)
  if (secret === undefined) throw complaint('printed no SecretAccessKey', format)
  const keys = parseKeys({ id, secret, token: field('SessionToken') })
  if ('unusable' in keys) {
    throw complaint(`printed an answer whose ${keyNames[keys.unusable]} ${keys.problem}`, format)
  }
  const expiration = field('Expiration')
  const accountId = accountIn(field('AccountId'), complaint, warn)
  return {
    ...keys,
    ...(expiration && { expiration: unexpired(expiration, complaint, now) }),
    ...(accountId && { accountId }),
  }
}

const keyNames = { 'key id': 'AccessKeyId', secret: 'SecretAccessKey', token: 'SessionToken' }

const format = [
  'the form is {"Version": 1, "AccessKeyId": "…", "SecretAccessKey": "…", "SessionToken": "…", "Expiration": "2030-01-31T12:00:00Z"}',
]

/** A number has lost leading zeros. The keys are still valid. */
function accountIn(
  value: unknown,
  complaint: ErrorFor,
  warn: (what: string) => void,
): string | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'number') {
    warn('printed an AccountId that is a number and not a string: it is ignored')
    return undefined
  }
  if (typeof value === 'string' && /^\d{12}$/.test(value)) return value
  throw complaint('printed an answer whose AccountId is not one', format)
}

function objectIn(output: string): Readonly<Record<string, unknown>> | undefined {
  const value = parsedJson(output)
  return value instanceof Object && !Array.isArray(value) ? { ...value } : undefined
}

function unexpired(text: unknown, complaint: ErrorFor, now: Date): Date {
  const expiration = timeIn(text)
  if (!expiration) throw complaint('printed an answer whose Expiration is not one', format)
  if (expiration > now) return expiration
  throw complaint(
    `printed keys that ended at ${expiration.toISOString()}, and here it is ${now.toISOString()}`,
    ['let the program fetch new keys, or set the clock of this machine'],
  )
}
