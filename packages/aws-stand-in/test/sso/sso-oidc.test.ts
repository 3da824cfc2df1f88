import { createHash } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startSsoOidcServer } from '../../src/sso/oidc-server.ts'
import { openSsoDirectory } from '../../src/sso/sso-directory.ts'
import { ssoWorld } from '../fixture.ts'

const { startUrl } = openSsoDirectory(ssoWorld)
const scopes = ['sso:account:access']
const verifier = 'v'.repeat(64)
const redirectUri = 'http://127.0.0.1:4711/oauth/callback'
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'

type Fields = Readonly<Record<string, unknown>>

async function open() {
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

const error = (code: string, type: string, status = 400) =>
  expect.objectContaining({ error: code, type: `${type}:`, status })

describe('the device code sign-in of the stand-in', () => {
  it('returns authorization_pending and slow_down, and one token for an approval', async () => {
    const { oidc, register, device, token, pass } = await open()
    const client = await register()
    const { deviceCode, userCode } = await device(client)
    const ask = () => token(client, { grantType: deviceGrant, deviceCode })
    expect(await ask()).toEqual(error('authorization_pending', 'AuthorizationPendingException'))
    expect(await ask()).toEqual(error('slow_down', 'SlowDownException'))
    pass(8)
    oidc.approve(String(userCode), 'bob')
    expect(await ask()).toEqual(error('slow_down', 'SlowDownException'))
    pass(15)
    expect(await ask()).toMatchObject({ tokenType: 'Bearer', expiresIn: 8 * 3600 })
    expect(await ask()).toEqual(error('invalid_grant', 'InvalidGrantException'))
  })

  it('fails after the code expires, after a denial, and for another client', async () => {
    const { oidc, register, device, token, pass } = await open()
    const client = await register()
    const [first, second, third] = [
      await device(client),
      await device(client),
      await device(client),
    ]
    const ask = ({ deviceCode }: Fields) => token(client, { grantType: deviceGrant, deviceCode })
    oidc.deny(String(first.userCode))
    expect(await ask(first)).toEqual(error('access_denied', 'AccessDeniedException'))
    pass(600)
    expect(await ask(second)).toEqual(error('expired_token', 'ExpiredTokenException'))
    oidc.deleteClients()
    expect(await ask(third)).toEqual(error('invalid_client', 'InvalidClientException', 401))
  })

  it('accepts only the configured start URL', async () => {
    const { register, post } = await open()
    const wrong = { ...(await register()), startUrl: `${startUrl}/` }
    expect(await post('/device_authorization', wrong)).toEqual(
      error('invalid_request', 'InvalidRequestException'),
    )
  })

  it('has a page with buttons that record the decision', async () => {
    const { oidc, register, device, token } = await open()
    const client = await register()
    const { deviceCode, userCode, verificationUriComplete } = await device(client)
    const page = String(verificationUriComplete)
    expect(await (await fetch(page)).text()).toContain(`<b>${userCode}</b>`)
    expect(await (await fetch(`${oidc.url}/device?user_code=<script>`)).text()).not.toContain(
      '<script>',
    )
    const body = new URLSearchParams({ user_code: String(userCode), answer: 'deny' })
    expect(await (await fetch(page, { method: 'POST', body })).text()).toContain('Done')
    expect(await token(client, { grantType: deviceGrant, deviceCode })).toEqual(
      error('access_denied', 'AccessDeniedException'),
    )
  })
})

describe('the browser sign-in of the stand-in', () => {
  const grant = (code: unknown, more: Fields = {}) => ({
    grantType: 'authorization_code',
    code,
    redirectUri,
    codeVerifier: verifier,
    ...more,
  })
  const locationOf = (answer: Response) => new URL(answer.headers.get('location') ?? '')
  const codeOf = (answer: Response) => locationOf(answer).searchParams.get('code')

  it('returns a code that is valid once, with its verifier', async () => {
    const { forBrowser, authorize, token } = await open()
    const client = await forBrowser()
    const answer = await authorize(client)
    expect(locationOf(answer).searchParams.get('state')).toBe('mine')
    expect(await token(client, grant(codeOf(answer)))).toMatchObject({ tokenType: 'Bearer' })
    const refused = error('invalid_grant', 'InvalidGrantException')
    expect(await token(client, grant(codeOf(answer)))).toEqual(refused)
    for (const wrong of [{ codeVerifier: 'x' }, { redirectUri: `${redirectUri}/x` }]) {
      const code = codeOf(await authorize(client))
      expect(await token(client, grant(code, wrong))).toEqual(refused)
      expect(await token(client, grant(code))).toEqual(refused)
    }
    const otherClient = await forBrowser()
    expect(await token(otherClient, grant(codeOf(await authorize(client))))).toEqual(refused)
  })

  it.each([
    ['the redirect URI', { redirect_uri: 'http://127.0.0.1:1/elsewhere' }, 'invalid_redirect_uri'],
    [
      'a redirect URI of another host',
      { redirect_uri: 'http://evil.example/' },
      'invalid_redirect_uri',
    ],
    ['the method', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['the challenge', { code_challenge: 'x' }, 'invalid_request'],
    ['the scopes', { scopes: 'sso:account:access admin' }, 'invalid_scope'],
    ['the client', { client_id: 'x' }, 'invalid_client'],
  ])('verifies %s', async (_, wrong, code) => {
    const { forBrowser, authorize } = await open()
    const answer = await authorize(await forBrowser(), wrong)
    expect(await answer.json()).toMatchObject({ error: code })
    expect(answer.headers.get('location')).toBeNull()
  })

  it.each([
    ['another issuer', { issuerUrl: 'https://other' }, 'invalid_request'],
    [
      'a redirect URI that is not a loopback address',
      { redirectUris: ['https://evil.example/'] },
      'invalid_redirect_uri',
    ],
    ['localhost', { redirectUris: ['http://localhost/x'] }, 'invalid_redirect_uri'],
    ['a client that is not public', { clientType: 'secret' }, 'invalid_client_metadata'],
  ])('rejects a registration with %s', async (_, wrong, code) => {
    const { post } = await open()
    const fields = {
      clientName: 'test',
      clientType: 'public',
      grantTypes: ['authorization_code'],
      redirectUris: ['http://127.0.0.1/x'],
      issuerUrl: startUrl,
      ...wrong,
    }
    expect(await post('/client/register', fields)).toMatchObject({ error: code })
  })
})

describe('the refresh tokens of the stand-in', () => {
  it('are valid once, for their client, and only with the scope', async () => {
    const { oidc, register, device, token } = await open()
    const tokensOf = async (client: Fields) => {
      const { deviceCode, userCode } = await device(client)
      oidc.approve(String(userCode), 'bob')
      return token(client, { grantType: deviceGrant, deviceCode })
    }
    const [client, otherClient] = [await register(), await register()]
    const { refreshToken } = await tokensOf(client)
    const refresh = { grantType: 'refresh_token', refreshToken }
    const refused = error('invalid_grant', 'InvalidGrantException')
    expect(await token(otherClient, refresh)).toEqual(refused)
    const fresh = await token(client, refresh)
    expect(fresh.refreshToken).not.toBe(refreshToken)
    expect(await token(client, refresh)).toEqual(refused)
    expect(await tokensOf(await register({ scopes: [] }))).not.toHaveProperty('refreshToken')
  })

  it('are not issued to a client of another grant type', async () => {
    const { forBrowser, device, token } = await open()
    const client = await forBrowser()
    const { deviceCode } = await device(client)
    expect(await token(client, { grantType: deviceGrant, deviceCode })).toEqual(
      error('unauthorized_client', 'UnauthorizedClientException'),
    )
    expect(await token(client, { grantType: 'password' })).toEqual(
      error('unsupported_grant_type', 'UnsupportedGrantTypeException'),
    )
  })
})
