import { AssumeError } from '../model/errors.ts'
import { type KeyPart, keyTextProblem } from '../model/key-text.ts'
import { startOf } from '../model/start-of.ts'
import { parsePrevious } from './previous-session.ts'

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html */
const patterns: Readonly<Record<string, RegExp>> = {
  AWS_CREDENTIAL_EXPIRATION: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  AWS_ACCOUNT_ID: /^\d{12}$/,
  AWS_REGION: /^[a-z0-9-]{1,63}$/,
  AWS_DEFAULT_REGION: /^[a-z0-9-]{1,63}$/,
  AWS_USE_FIPS_ENDPOINT: /^(true|false)$/,
  AWS_USE_DUALSTACK_ENDPOINT: /^(true|false)$/,
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: /^(true|false)$/,
  ASSUME_REQUEST: /^[0-9a-f]{16}$/,
}

const keyParts: Readonly<Record<string, KeyPart>> = {
  AWS_ACCESS_KEY_ID: 'key id',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'token',
  ASSUME_KEY_ID: 'key id',
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const freeText = /^[^\x00-\x1f\x7f\ufffd]*$/

/** Returns true for a variable whose value must not be shown, not even if it is invalid. */
export const isSecretVariable = (name: string) => /SECRET|TOKEN/.test(name)

/**
 * Refuses a value that a shell or a header cannot hold, instead of quoting it.
 *
 * @throws AssumeError that names the variable, and the value unless it is a secret.
 */
export function checkedValue(name: string, value: string): string {
  const problem = problemOf(name, value)
  if (problem === undefined) return value
  const shown = isSecretVariable(name) ? '' : ` "${startOf(value, 80)}"`
  throw new AssumeError(`the value${shown} for ${name} ${problem}; it was not used`, [
    'check the endpoint and the profile it came from: --debug shows both',
  ])
}

function problemOf(name: string, value: string): string | undefined {
  const part = keyParts[name]
  if (part) return keyTextProblem(value, part)
  const isRight = name === 'ASSUME_PREVIOUS' ? parsePrevious(value) : valueForm(name).test(value)
  return isRight ? undefined : 'is not one AWS could give'
}

const valueForm = (name: string) => patterns[name] ?? freeText
