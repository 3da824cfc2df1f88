import type { Session } from '../model/session.ts'
import { visible } from '../model/visible.ts'
import { checkedValue } from './checked-value.ts'

/** Variables by name, in the order they are printed; `null` unsets. */
export type Variables = Readonly<Record<string, string | null>>

/**
 * Every session sets or unsets each of these. The unset ones outrank or upset the keys in some SDK:
 * `AWS_PROFILE` wins over them in the JS SDK, `AWS_SECURITY_TOKEN` over the token in botocore, an
 * old `AWS_CREDENTIAL_EXPIRATION` makes botocore refuse new keys.
 */
export const credentialVariables = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_ACCOUNT_ID',
  'AWSUME_PROFILE',
  'AWS_SESSION_EXPIRATION',
  'AWS_SECURITY_TOKEN',
  'AWS_CREDENTIAL_SCOPE',
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
] as const

/** What says whose session it is. Ours alone, so never saved or put back. */
export const ownVariables = [
  'ASSUME_ROLE',
  'ASSUME_EXPIRES',
  'ASSUME_KEY_ID',
  'ASSUME_SETTINGS',
  'ASSUME_REQUEST',
  'ASSUME_PREVIOUS',
  'ASSUME_DANGER',
  'ASSUME_STYLE',
  'ASSUME_RENEW_AT',
] as const

/** By what `-` and `refresh` know again what was asked for. */
export interface RequestHistory {
  /** 16 hexadecimal digits. */
  readonly request?: string
  /** `KEY_ID:REQUEST` of the session that the shell held before. */
  readonly previous?: string
}

/** @throws AssumeError for a value that AWS could never have given. */
export function sessionVariables(
  session: Session,
  { request, previous }: RequestHistory = {},
): Variables {
  const { credentials, accountId, prompt } = session
  const label = visible(session.label)
  const expiration = credentials.expiration
  const values: Record<string, string | null> = Object.fromEntries(
    credentialVariables.map((name) => [name, null]),
  )
  values.AWS_ACCESS_KEY_ID = credentials.accessKeyId
  values.AWS_SECRET_ACCESS_KEY = credentials.secretAccessKey
  values.AWS_SESSION_TOKEN = credentials.sessionToken ?? null
  values.AWS_CREDENTIAL_EXPIRATION = expiration ? utcSeconds(expiration) : null
  values.AWS_ACCOUNT_ID = accountId ?? null
  values.AWSUME_PROFILE = label
  Object.assign(values, session.settings)
  values.ASSUME_ROLE = label
  values.ASSUME_EXPIRES = expiration ? epochSeconds(expiration) : null
  values.ASSUME_KEY_ID = credentials.accessKeyId
  values.ASSUME_SETTINGS = Object.keys(session.settings).join(' ') || null
  values.ASSUME_REQUEST = request ?? null
  values.ASSUME_PREVIOUS = previous ?? null
  values.ASSUME_DANGER = prompt?.isDanger ? '1' : null
  values.ASSUME_STYLE = prompt?.style === undefined ? null : percentEncoded(visible(prompt.style))
  values.ASSUME_RENEW_AT = prompt?.renewAt ? epochSeconds(prompt.renewAt) : null
  for (const [name, value] of Object.entries(values)) {
    if (value !== null) checkedValue(name, value)
  }
  return values
}

/** Without what is a pattern, a quote or an escape to some shell; the wrappers decode it. */
const percentEncoded = (style: string) =>
  style.replace(
    /[^\w =:./@+{}\u0080-\uffff-]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )

const epochSeconds = (date: Date) => String(Math.floor(date.getTime() / 1000))

/** `2026-11-23T19:22:12Z`. Without the `Z` the AWS CLI crashes; starship wants no milliseconds less. */
export function utcSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`
}
