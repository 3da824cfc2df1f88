import { OidcError } from './oidc-error.ts'
import { type Client, type OidcInput, type OidcState, randomToken } from './oidc-state.ts'

/** https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_RegisterClient.html */
export function registerClient(input: OidcInput, state: OidcState): object {
  const { clientName, clientType, scopes, grantTypes, redirectUris, issuerUrl } = input
  if (clientType !== 'public' || clientName === '') {
    throw new OidcError('invalid_client_metadata', 'Invalid client metadata')
  }
  const requestedGrantTypes = grantTypes === undefined ? undefined : stringList(grantTypes)
  const redirects = stringList(redirectUris)
  if (requestedGrantTypes?.includes('authorization_code')) {
    if (issuerUrl !== state.tokenIssuer.startUrl) {
      throw new OidcError('invalid_request', 'Invalid issuerUrl provided')
    }
    if (!redirects.every(isLoopback) || redirects.length === 0) {
      throw new OidcError('invalid_redirect_uri', 'Invalid redirectUris provided')
    }
  }
  const issuedAt = Math.floor(state.now().getTime() / 1000)
  const client: Client = {
    id: randomToken(16),
    secret: randomToken(120),
    name: String(clientName),
    expiresAt: new Date((issuedAt + state.timing.clientSeconds) * 1000),
    scopes: stringList(scopes),
    grantTypes: requestedGrantTypes,
    redirectUris: redirects,
  }
  state.clients.set(client.id, client)
  return {
    clientId: client.id,
    clientSecret: client.secret,
    clientIdIssuedAt: issuedAt,
    clientSecretExpiresAt: issuedAt + state.timing.clientSeconds,
  }
}

/**
 * A redirect URI of the client itself, on any port. `localhost` is not accepted, because it can
 * resolve to another machine.
 */
const isLoopback = (uri: string) => /^http:\/\/(127\.0\.0\.1|\[::1\])\/[\w/]*$/.test(uri)

/** The service model guarantees that the value is a list of strings. */
const stringList = (value: unknown = []) => value as readonly string[]
