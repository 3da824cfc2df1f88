import { isKeyText } from '../model/key-text.ts'
import { fits } from '../sources/metadata-credentials.ts'
import type { Login } from './login-token-cache.ts'

/** The used part of AWS Sign-In's response. Nothing in it is validated. */
export interface SignInTokenResponse {
  readonly accessToken?: unknown
  /** Seconds. */
  readonly expiresIn?: unknown
  readonly refreshToken?: unknown
}

/** Seconds. AWS returns 15 minutes. */
const longestLife = 12 * 3600

/**
 * The sign-in with the keys and the refresh token of a response, or a description of the problem, which
 * contains nothing of the response. All other fields stay.
 */
export function parseTokenResponse(
  old: Login,
  { accessToken, expiresIn, refreshToken }: SignInTokenResponse,
  now: Date,
): Login | string {
  const { accessKeyId, secretAccessKey, sessionToken } = { ...(accessToken ?? {}) } as TokenFields
  if (!isKeyText(accessKeyId, 'key id')) return wrong('accessKeyId')
  if (!isKeyText(secretAccessKey, 'secret')) return wrong('secretAccessKey')
  if (!isKeyText(sessionToken, 'token')) return wrong('sessionToken')
  if (!fits(refreshToken, /^[\x21-\x7e]{1,8192}$/)) return wrong('refreshToken')
  if (!Number.isInteger(expiresIn) || Number(expiresIn) > longestLife) return wrong('expiresIn')
  if (Number(expiresIn) <= 0) return 'the keys in the answer are over already'
  const end = Math.floor(now.getTime() / 1000) + Number(expiresIn)
  const expiration = new Date(end * 1000)
  const keys = { accessKeyId, secretAccessKey, sessionToken }
  const expiresAt = expiration.toISOString().replace('.000Z', 'Z')
  const token = { ...Object(old.written.accessToken), ...keys, expiresAt }
  return {
    ...old,
    keys: { ...old.keys, ...keys, expiration },
    refreshToken,
    written: { ...old.written, accessToken: token, refreshToken },
  }
}

type TokenFields = Readonly<Record<string, unknown>>

const wrong = (name: string) => `${name} in the answer is missing, or cannot be used`
