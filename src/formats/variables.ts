import type { Session } from '../model/session.ts'
import { visible } from '../model/visible.ts'
import { checkedValue } from './checked-value.ts'

/** Variables by name, in the order of output. `null` unsets a variable. */
export type Variables = Readonly<Record<string, string | null>>

/**
 * Every session sets or unsets each of these. The unset ones would override or break the keys in
 * some SDK: `AWS_PROFILE` takes precedence over them in the JavaScript SDK, `AWS_SECURITY_TOKEN`
 * over the token in botocore, and botocore refuses new keys with an old
 * `AWS_CREDENTIAL_EXPIRATION`.
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

/** Variables that describe the session. Only assume uses them, so they are never saved or restored. */
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

/** The data with which `-` and `refresh` find the original request. */
export interface RequestHistory {
  /** 16 hexadecimal digits. */
  readonly request?: string
  /** `KEY_ID:REQUEST` of the previous session of the shell. */
  readonly previous?: string
}

/** @throws AssumeError for a value that AWS cannot have returned. */
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

/** Encodes characters that are a pattern, a quote or an escape in some shell. The wrappers decode them. */
const percentEncoded = (style: string) =>
  style.replace(
    /[^\w =:./@+{}\u0080-\uffff-]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )

const epochSeconds = (date: Date) => String(Math.floor(date.getTime() / 1000))

/** `2026-11-23T19:22:12Z`. The AWS CLI crashes without the `Z`, and starship requires RFC 3339. */
export function utcSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`
}
