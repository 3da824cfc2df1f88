import { randomBytes } from 'node:crypto'
import type { User } from '../state/world.ts'
import { SignInError } from './sign-in-error.ts'
import { clients, confirmationPath, type SignInState } from './sign-in-state.ts'

type Query = Readonly<Record<string, string>>

/**
 * Returns the URL that `/v1/authorize` redirects the browser to. It contains a code or an OAuth error.
 *
 * The parameters are those of the AWS CLI:
 * https://github.com/aws/aws-cli/blob/v2/awscli/customizations/login/utils.py
 *
 * @param user the user of the browser. Without one, the sign-in is denied.
 */
export function authorize(query: Query, user: User | undefined, state: SignInState): URL {
  const { client_id = '', redirect_uri = '', code_challenge = '', state: clientState = '' } = query
  if (!isRedirectUriOf(client_id, redirect_uri, state)) throw invalid('client_id or redirect_uri')
  if (query.response_type !== 'code') throw invalid('response_type')
  if (query.scope !== 'openid') throw invalid('scope')
  // AWS Sign-In has this name, while RFC 7636 has S256.
  if (query.code_challenge_method !== 'SHA-256') throw invalid('code_challenge_method')
  if (!/^[\w-]{43}$/.test(code_challenge)) throw invalid('code_challenge')
  if (clientState === '') throw invalid('state')
  const back = new URL(redirect_uri)
  back.searchParams.set('state', clientState)
  if (!user) {
    back.searchParams.set('error', 'access_denied')
    back.searchParams.set('error_description', 'The user denied the request')
    return back
  }
  const code = randomBytes(32).toString('base64url')
  state.codes.set(code, {
    user,
    clientId: client_id,
    redirectUri: redirect_uri,
    challenge: code_challenge,
  })
  back.searchParams.set('code', code)
  return back
}

const isRedirectUriOf = (client: string, uri: string, { url }: SignInState) =>
  client === clients.sameDevice
    ? /^http:\/\/127\.0\.0\.1:\d{1,5}\/oauth\/callback$/.test(uri)
    : client === clients.crossDevice && uri === `${url}${confirmationPath}`

const invalid = (parameter: string) =>
  new SignInError('INVALID_REQUEST', `Invalid ${parameter} provided`)

/** The page with the text that the user pastes at the prompt of `aws login --remote`. */
export function confirmationPage({ code, state, error }: Query): string {
  const isAllowed = error === undefined && code !== undefined && state !== undefined
  const pasted = Buffer.from(`state=${state}&code=${code}`).toString('base64')
  const content = isAllowed
    ? `<p>Enter this code: <code>${pasted}</code></p>`
    : '<p>The sign-in was denied.</p>'
  return `<!doctype html><meta charset="utf-8"><title>AWS Sign-In of the stand-in</title>${content}\n`
}
