import { describe, expect, it } from 'vitest'

import { deviceGrant, error, type Fields, open, startUrl } from './oidc-client.ts'

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
