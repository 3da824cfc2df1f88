import { AssumeError } from '../model/errors.ts'

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html */
const patterns: Readonly<Record<string, RegExp>> = {
  AWS_ACCESS_KEY_ID: /^\w{16,128}$/,
  AWS_SECRET_ACCESS_KEY: /^[\w/+=.-]{1,4096}$/,
  AWS_SESSION_TOKEN: /^[\w/+=.-]{1,65536}$/,
  AWS_CREDENTIAL_EXPIRATION: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  AWS_ACCOUNT_ID: /^\d{12}$/,
  AWS_REGION: /^[a-z0-9-]{1,63}$/,
  AWS_DEFAULT_REGION: /^[a-z0-9-]{1,63}$/,
  AWS_USE_FIPS_ENDPOINT: /^(true|false)$/,
  AWS_USE_DUALSTACK_ENDPOINT: /^(true|false)$/,
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: /^(true|false)$/,
  ASSUME_REQUEST: /^[0-9a-f]{16}$/,
  ASSUME_PREVIOUS: /^\w{16,128}:[0-9a-f]{16}$/,
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const freeText = /^[^\x00-\x1f\x7f\ufffd]*$/

/** Values of these are never shown, not even when they are wrong. */
const secret = /SECRET|TOKEN/

/**
 * Refuses a value that cannot be, instead of quoting it harder: a server that answers
 * `AKIA'; rm -rf ~ #` must not reach any shell.
 *
 * @throws AssumeError that names the variable, and the value unless it is a secret.
 */
export function checkedValue(name: string, value: string): string {
  const pattern = patterns[name] ?? freeText
  if (pattern.test(value)) return value
  const shown = secret.test(name) ? '' : ` "${value.slice(0, 80)}"`
  throw new AssumeError(
    `the value${shown} for ${name} is not one AWS could give; it was not used`,
    ['check the endpoint and the profile it came from: assume --debug … shows both'],
  )
}
