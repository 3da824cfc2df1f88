import { answeredKeys } from '../sources/answered-keys.ts'
import { fits } from '../sources/metadata/metadata-credentials.ts'
import type { Login } from './login-token-cache.ts'

/** The used part of AWS Sign-In's response. Nothing in it is validated. */
export interface SignInTokenResponse {
  readonly accessToken?: unknown
  /** Seconds. */
  readonly expiresIn?: unknown
  readonly refreshToken?: unknown
  /** Only in the response to the code of a browser. */
  readonly idToken?: unknown
}

/** Seconds. AWS returns 15 minutes. */
const longestLife = 12 * 3600

/**
 * The sign-in with the keys and the refresh token of a response, or a description of the problem, which
 * contains nothing of the response. All other fields stay.
 */
export function parseTokenResponse(
  old: Omit<Login, 'keys' | 'refreshToken'> & { readonly keys: Pick<Login['keys'], 'accountId'> },
  { accessToken, expiresIn, refreshToken }: SignInTokenResponse,
  now: Date,
): Login | string {
  const keys = answeredKeys({ ...(accessToken ?? {}) }, keyNames)
  if (typeof keys === 'string') return keys
  if (!fits(refreshToken, /^[\x21-\x7e]{1,8192}$/)) return wrong('refreshToken')
  if (!Number.isInteger(expiresIn) || Number(expiresIn) > longestLife) return wrong('expiresIn')
  if (Number(expiresIn) <= 0) return 'the keys in the answer have already expired'
  const end = Math.floor(now.getTime() / 1000) + Number(expiresIn)
  const expiration = new Date(end * 1000)
  const expiresAt = expiration.toISOString().replace('.000Z', 'Z')
  const token = { ...Object(old.written.accessToken), ...keys, expiresAt }
  return {
    ...old,
    keys: { ...old.keys, ...keys, expiration },
    refreshToken,
    written: { ...old.written, accessToken: token, refreshToken },
  }
}

const keyNames = { 'key id': 'accessKeyId', secret: 'secretAccessKey', token: 'sessionToken' }

const wrong = (name: string) => `${name} in the answer is missing, or cannot be used`
