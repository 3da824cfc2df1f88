import { describe, expect, it } from 'vitest'

import { deviceGrant, error, type Fields, open } from './oidc-client.ts'

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
