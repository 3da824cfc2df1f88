import { createHash } from 'node:crypto'
import { userOfDevice } from './oidc-device.ts'
import { OidcError } from './oidc-error.ts'
import { type Client, clientOf, type OidcInput, type OidcState, randomToken } from './oidc-state.ts'

/** https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html */
export function createToken(input: OidcInput, state: OidcState): object {
  const client = clientOf(input, state)
  const grant = grants.find(({ type }) => type === input.grantType)
  if (!grant) throw new OidcError('unsupported_grant_type', 'Grant type is not supported')
  const allowedGrantTypes = client.grantTypes ?? [
    'urn:ietf:params:oauth:grant-type:device_code',
    'refresh_token',
  ]
  if (!allowedGrantTypes.includes(grant.type)) {
    throw new OidcError('unauthorized_client', 'Client is not authorized for this grant type')
  }
  const user = grant.userOf(input, client, state)
  const { accessToken, expiresIn } = state.tokenIssuer.issueToken(user)
  const issuesRefreshToken = client.scopes.includes('sso:account:access')
  return {
    accessToken,
    tokenType: 'Bearer',
    expiresIn,
    ...(issuesRefreshToken && { refreshToken: refreshToken(client, user, state) }),
  }
}

const grants = [
  { type: 'urn:ietf:params:oauth:grant-type:device_code', userOf: userOfDevice },
  { type: 'authorization_code', userOf: userOfCode },
  { type: 'refresh_token', userOf: userOfRefreshToken },
] as const

/** https://datatracker.ietf.org/doc/html/rfc7636#section-4.6 */
function userOfCode(
  { code, redirectUri, codeVerifier }: OidcInput,
  client: Client,
  state: OidcState,
) {
  const found = state.codes.get(String(code))
  state.codes.delete(String(code))
  const challenge = createHash('sha256').update(String(codeVerifier)).digest('base64url')
  const isValid =
    found?.client === client && found.redirectUri === redirectUri && found.challenge === challenge
  if (isValid) return found.user
  throw new OidcError('invalid_grant', 'Invalid authorization code provided')
}

function userOfRefreshToken({ refreshToken }: OidcInput, client: Client, state: OidcState): string {
  const found = state.refreshTokens.get(String(refreshToken))
  if (found?.client !== client)
    throw new OidcError('invalid_grant', 'Invalid refresh token provided')
  state.refreshTokens.delete(String(refreshToken))
  return found.user
}

function refreshToken(client: Client, user: string, { refreshTokens }: OidcState): string {
  const token = `aorRefresh${randomToken(60)}`
  refreshTokens.set(token, { client, user })
  return token
}
