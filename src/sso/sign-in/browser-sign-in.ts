import { withCodeFromBrowser } from '../../browser/code-from-browser.ts'
import { codeChallenge, opaqueText, pageQuery } from '../../browser/pkce.ts'
import { checkedPage } from '../../browser/sign-in-page.ts'
import { ssoOidc } from '../../network/called-service.ts'
import { serviceAddress } from '../../plan/endpoint/service-address.ts'
import type { SsoSession } from '../../plan/sso/sso-session.ts'
import { askOidc, type OidcCaller } from '../token/ask-oidc.ts'
import type { OidcTokenResponse } from '../token/sso-oidc.ts'
import { defaultScopes, type Registration } from '../token/sso-registration.ts'

/**
 * The authorization code grant with PKCE, which ends in a browser on this machine.
 * https://datatracker.ietf.org/doc/html/rfc7636
 *
 * @param ownUserId the user whose browser may return to this machine.
 * @param show receives the URL of the sign-in page, which contains no secret.
 * @throws AssumeError if the user declines, or does not answer for ten minutes.
 */
export async function signInByBrowser(
  session: SsoSession,
  registration: Registration,
  caller: OidcCaller,
  ownUserId: number | undefined,
  show: (page: string) => Promise<void>,
): Promise<OidcTokenResponse> {
  const [state, codeVerifier] = [opaqueText(), opaqueText()]
  // The SDK has no such operation.
  const { url } = serviceAddress('sso_oidc', caller.endpointConfig)
  const base = new URL('/authorize', url).href
  const browser = {
    state,
    ownUserId,
    command: 'assume login',
    elsewhere: '--use-device-code',
    show(redirectUri: string) {
      const page = pageFor(session, registration, { base, state, codeVerifier, redirectUri })
      return show(checkedPage(page, 'Authorize', ssoOidc))
    },
  }
  return withCodeFromBrowser(browser, (code, redirectUri) =>
    askOidc('CreateToken', caller, (oidc, call) =>
      oidc.createToken(
        registration,
        { grantType: 'authorization_code', code, redirectUri, codeVerifier },
        call,
      ),
    ),
  )
}

function pageFor(
  { scopes }: SsoSession,
  { clientId }: Registration,
  part: Readonly<Record<'base' | 'state' | 'codeVerifier' | 'redirectUri', string>>,
): string {
  const query = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: part.redirectUri,
    state: part.state,
    code_challenge_method: 'S256',
    scopes: (scopes.length > 0 ? scopes : defaultScopes).join(' '),
    code_challenge: codeChallenge(part.codeVerifier),
  }
  return `${part.base}?${pageQuery(query)}`
}
