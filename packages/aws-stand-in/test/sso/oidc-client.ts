import { createHash } from 'node:crypto'
import { expect, onTestFinished } from 'vitest'
import { startSsoOidcServer } from '../../src/sso/oidc-server.ts'
import { openSsoDirectory } from '../../src/sso/sso-directory.ts'
import { ssoWorld } from '../fixture.ts'

export const { startUrl } = openSsoDirectory(ssoWorld)
const scopes = ['sso:account:access']
export const verifier = 'v'.repeat(64)
export const redirectUri = 'http://127.0.0.1:4711/oauth/callback'
export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'

export type Fields = Readonly<Record<string, unknown>>

/** An OIDC service with a clock of its own, and the calls of a client. */
export async function open() {
  let now = new Date('2026-11-23T12:00:00Z')
  const clock = () => now
  const oidc = await startSsoOidcServer(openSsoDirectory(ssoWorld, clock), { now: clock })
  onTestFinished(() => oidc.close())
  oidc.browserUser = 'bob'
  const post = async (path: string, fields: Fields): Promise<Fields> => {
    const response = await fetch(oidc.url + path, { method: 'POST', body: JSON.stringify(fields) })
    const type = response.headers.get('x-amzn-errortype')
    const answer = (await response.json()) as Fields
    return type === null ? answer : { status: response.status, type, ...answer }
  }
  const register = async (more: Fields = {}) => {
    const { clientId, clientSecret } = await post('/client/register', {
      clientName: 'test',
      clientType: 'public',
      scopes,
      ...more,
    })
    return { clientId, clientSecret }
  }
  const forBrowser = () =>
    register({
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: ['http://127.0.0.1/oauth/callback'],
      issuerUrl: startUrl,
    })
  const device = (client: Fields) => post('/device_authorization', { ...client, startUrl })
  const token = (client: Fields, grant: Fields) => post('/token', { ...client, ...grant })
  const authorize = async (client: Fields, more: Readonly<Record<string, string>> = {}) => {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: String(client.clientId),
      redirect_uri: redirectUri,
      state: 'mine',
      code_challenge_method: 'S256',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      scopes: 'sso:account:access',
      ...more,
    })
    return fetch(`${oidc.url}/authorize?${query}`, { redirect: 'manual' })
  }
  const pass = (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1000)
  }
  return { oidc, post, register, forBrowser, device, token, authorize, pass }
}

export const error = (code: string, type: string, status = 400) =>
  expect.objectContaining({ error: code, type: `${type}:`, status })
