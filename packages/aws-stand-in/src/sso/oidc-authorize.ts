import { OidcError } from './oidc-error.ts'
import { clientOf, type OidcState, randomToken } from './oidc-state.ts'

/**
 * Returns the URL that `/authorize` redirects the browser to. It contains a code or an OAuth error.
 */
export function authorize(
  query: Readonly<Record<string, string>>,
  user: string | undefined,
  state: OidcState,
): URL {
  const {
    client_id,
    redirect_uri = '',
    state: clientState = '',
    scopes = '',
    code_challenge = '',
  } = query
  const named = state.clients.get(client_id ?? '')
  const client = clientOf({ clientId: client_id, clientSecret: named?.secret }, state)
  const back = URL.canParse(redirect_uri) ? new URL(redirect_uri) : undefined
  if (!back || !client.redirectUris.includes(redirect_uri.replace(`:${back.port}/`, '/'))) {
    throw new OidcError('invalid_redirect_uri', 'Invalid redirect_uri provided')
  }
  const isValidRequest =
    query.response_type === 'code' &&
    query.code_challenge_method === 'S256' &&
    /^[\w-]{43}$/.test(code_challenge)
  if (!isValidRequest) throw new OidcError('invalid_request', 'Invalid request')
  if (!scopes.split(' ').every((scope) => client.scopes.includes(scope))) {
    throw new OidcError('invalid_scope', 'Invalid scopes provided')
  }
  back.searchParams.set('state', clientState)
  if (user === undefined) {
    back.searchParams.set('error', 'access_denied')
    back.searchParams.set('error_description', 'The user denied the request')
    return back
  }
  const code = randomToken()
  state.codes.set(code, { client, user, redirectUri: redirect_uri, challenge: code_challenge })
  back.searchParams.set('code', code)
  return back
}
