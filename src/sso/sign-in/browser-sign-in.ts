import { createHash, randomBytes } from 'node:crypto'
import { AssumeError } from '../../model/errors.ts'
import { serviceAddress } from '../../plan/endpoint/service-address.ts'
import type { SsoSession } from '../../plan/sso/sso-session.ts'
import { askOidc, type OidcCaller } from '../token/ask-oidc.ts'
import type { OidcTokenResponse } from '../token/sso-oidc.ts'
import { defaultScopes, type Registration } from '../token/sso-registration.ts'
import type { Callback, Listener } from './loopback-listener.ts'
import { checkedPage } from './sign-in-page.ts'

/** The AWS CLI also waits this long for the browser. */
export const browserMinutes = 10

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
  const [state, codeVerifier] = [opaque(), opaque()]
  const listener = await listen(state, ownUserId)
  try {
    // The SDK has no such operation.
    const { url } = serviceAddress('sso_oidc', caller.endpointConfig)
    const base = new URL('/authorize', url).href
    const { redirectUri } = listener
    const page = pageFor(session, registration, { base, state, codeVerifier, redirectUri })
    await show(checkedPage(page, 'Authorize'))
    const callback = await inTime(listener)
    if ('refused' in callback) {
      throw new AssumeError(`the sign-in was denied in the browser: ${callback.refused}`)
    }
    const { code } = callback
    return await askOidc('CreateToken', caller, (oidc, call) =>
      oidc.createToken(
        registration,
        { grantType: 'authorization_code', code, redirectUri, codeVerifier },
        call,
      ),
    )
  } finally {
    listener.close()
  }
}

async function listen(state: string, ownUserId: number | undefined): Promise<Listener> {
  const { listenForCallback } = await import('./loopback-listener.ts')
  return listenForCallback(state, ownUserId).catch((error: NodeJS.ErrnoException) => {
    throw new AssumeError(`assume cannot listen on 127.0.0.1 for the browser (${error.code})`, [
      'sign in with a code: assume login --use-device-code',
    ])
  })
}

/** 48 random bytes: 64 characters, as many as the AWS CLI's verifier has. */
const opaque = () => randomBytes(48).toString('base64url')

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
    code_challenge: createHash('sha256').update(part.codeVerifier).digest('base64url'),
  }
  // URLSearchParams would encode a space as `+`.
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `${part.base}?${pairs.join('&')}`
}

async function inTime({ callback }: Listener): Promise<Callback> {
  let timer: NodeJS.Timeout | undefined
  const timeOut = new Promise<never>((_, over) => {
    timer = setTimeout(() => {
      const hints = ['try again: assume login', 'or sign in on another device: --use-device-code']
      over(new AssumeError(`no sign-in within ${browserMinutes} minutes`, hints))
    }, browserMinutes * 60_000)
  })
  try {
    return await Promise.race([callback, timeOut])
  } finally {
    clearTimeout(timer)
  }
}
