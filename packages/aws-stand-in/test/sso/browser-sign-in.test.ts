import { describe, expect, it } from 'vitest'

import { error, type Fields, open, redirectUri, startUrl, verifier } from './oidc-client.ts'

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
