import type { KeyObject } from 'node:crypto'
import { parsedJson } from '../aws-api/parsed-json.ts'
import { accountOfLogin } from '../plan/endpoint/aws-sign-in-endpoint.ts'
import { fits } from '../sources/metadata/metadata-credentials.ts'
import type { Login } from './login-token-cache.ts'
import { parseTokenResponse, type SignInTokenResponse } from './parse-token-response.ts'

/** A sign-in and the ARN of who signed in, which a profile has as `login_session`. */
export interface NewLogin {
  readonly session: string
  readonly login: Login
}

/** What the response does not contain. */
export interface LoginParts {
  readonly clientId: string
  readonly key: KeyObject
  readonly region: string
  readonly now: Date
}

/**
 * The file of a new sign-in, as `aws login` writes it, or a description of the problem, which contains nothing
 * of the response. The region is that of the sign-in, which AWS's SDK for JavaScript reads, too.
 */
export function parseNewLogin(
  response: SignInTokenResponse & { readonly tokenType?: unknown },
  { clientId, key, region, now }: LoginParts,
): NewLogin | string {
  const { idToken, tokenType } = response
  if (!fits(idToken, /^[\w.-]{1,8192}$/)) return wrong('idToken')
  if (tokenType !== 'aws_sigv4') return wrong('tokenType')
  const session = subjectOf(idToken)
  const accountId = session && accountOfLogin(session)
  if (!accountId) return 'idToken in the answer names no AWS identity'
  const dpopKey = String(key.export({ format: 'pem', type: 'sec1' }))
  const token = { accountId }
  const written = {
    accessToken: token,
    tokenType,
    clientId,
    idToken,
    dpopKey,
    signInRegion: region,
  }
  const old = { keys: token, clientId, dpopKey, signInRegion: region, written }
  const login = parseTokenResponse(old, response, now)
  return typeof login === 'string' ? login : { session, login }
}

/**
 * The subject of a JSON Web Token. Its signature needs no check, because the token comes from AWS itself:
 * https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
 */
function subjectOf(idToken: string): string | undefined {
  const [, payload, signature, ...more] = idToken.split('.')
  if (payload === undefined || signature === undefined || more.length > 0) return undefined
  const claims = parsedJson(Buffer.from(payload, 'base64url').toString('utf8'))
  const { sub } = claims instanceof Object ? { sub: undefined, ...claims } : {}
  return fits(sub, /^arn:aws[a-z-]{0,30}:(iam|sts)::\d{12}:[\x21-\x7e]{1,1600}$/) ? sub : undefined
}

const wrong = (name: string) => `${name} in the answer is missing, or cannot be used`
