import { createHmac, timingSafeEqual } from 'node:crypto'

/** An OpenID Connect provider that an account trusts, for example of a Kubernetes cluster. */
export interface OidcProvider {
  readonly account: string
  /** The host name without `https://`. */
  readonly host: string
  readonly audiences: readonly string[]
  /** The HS256 key of the tokens. Real providers sign with a private key. */
  readonly secret: string
}

/**
 * The claims of an ID token. `exp` is in seconds.
 * https://openid.net/specs/openid-connect-core-1_0.html#IDToken
 */
export interface Claims {
  readonly iss: string
  readonly sub: string
  readonly aud: string
  readonly exp: number
}

export function oidcProviderArn({ account, host }: OidcProvider, partition = 'aws'): string {
  return `arn:${partition}:iam::${account}:oidc-provider/${host}`
}

/** Returns a token as the provider issues it. Other claims make the token invalid. */
export function webIdentityToken(provider: OidcProvider, claims: Partial<Claims> = {}): string {
  const all: Claims = {
    iss: `https://${provider.host}`,
    sub: 'system:serviceaccount:demo:demo',
    aud: provider.audiences[0] ?? '',
    exp: Math.floor(Date.now() / 1000) + 3600,
    ...claims,
  }
  const signed = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(all)}`
  return `${signed}.${signature(signed, provider)}`
}

/**
 * Returns the claims of a token, or undefined if it is not a JWT. The signature is not verified.
 */
export function claimsOf(token: string): Claims | undefined {
  const [, payload, , ...more] = token.split('.')
  if (payload === undefined || more.length > 0) return undefined
  try {
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    const { iss, sub, aud, exp } = claims
    const texts = [iss, sub, aud].every((claim) => typeof claim === 'string')
    return texts && typeof exp === 'number' ? { iss, sub, aud, exp } : undefined
  } catch {
    return undefined
  }
}

export function isSignedBy(provider: OidcProvider, token: string): boolean {
  const end = token.lastIndexOf('.')
  const expected = Buffer.from(signature(token.slice(0, end), provider))
  const actual = Buffer.from(token.slice(end + 1))
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')

const signature = (text: string, { secret }: OidcProvider) =>
  createHmac('sha256', secret).update(text).digest('base64url')
