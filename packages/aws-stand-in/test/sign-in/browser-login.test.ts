import { createHash, generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type AwsServer, startAwsServer } from '../../src/query/aws-server.ts'
import { type SignInServer, startSignInServer } from '../../src/sign-in/sign-in-server.ts'
import { accounts, bob } from '../fixture.ts'
import { dpopProof } from './dpop-proof.ts'

let aws: AwsServer
let signIn: SignInServer
beforeAll(async () => {
  aws = await startAwsServer({ world: accounts })
  signIn = await startSignInServer(aws)
})
afterAll(async () => {
  await signIn.close()
  await aws.close()
})
beforeEach(() => {
  signIn.browserUser = bob
})

const sameDevice = 'arn:aws:signin:::devtools/same-device'
const crossDevice = 'arn:aws:signin:::devtools/cross-device'
const codeVerifier = 'v'.repeat(64)
const redirectUri = 'http://127.0.0.1:4711/oauth/callback'
const confirmation = () => `${signIn.url}/v1/sessions/confirmation`
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

function visit(changes: Readonly<Record<string, string>> = {}) {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: sameDevice,
    state: 'mine',
    code_challenge_method: 'SHA-256',
    scope: 'openid',
    redirect_uri: redirectUri,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    ...changes,
  })
  return fetch(`${signIn.url}/v1/authorize?${query}`, { redirect: 'manual' })
}

const locationOf = (response: Response) => new URL(response.headers.get('location') ?? '')
const codeOf = (response: Response) => locationOf(response).searchParams.get('code')

async function redeem(code: string | null, changes: object = {}, key = privateKey) {
  const url = `${signIn.url}/v1/token`
  const grantType = 'authorization_code'
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', DPoP: dpopProof(key, 'POST', url, new Date()) },
    body: JSON.stringify({
      clientId: sameDevice,
      grantType,
      code,
      redirectUri,
      codeVerifier,
      ...changes,
    }),
  })
  const answer: unknown = await response.json()
  return { status: response.status, answer: answer as Readonly<Record<string, unknown>> }
}

describe('the pages of AWS Sign-In of the stand-in', () => {
  it('return to the redirect URI with a code, which gives credentials once', async () => {
    const code = codeOf(await visit())
    expect(locationOf(await visit()).searchParams.get('state')).toBe('mine')
    const { status, answer } = await redeem(code)
    expect(status).toBe(200)
    expect(answer).toMatchObject({ tokenType: 'aws_sigv4', expiresIn: 900 })
    const [, claims = ''] = String(answer.idToken).split('.')
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      sub: 'arn:aws:iam::123456789012:user/Bob',
    })
    expect(await redeem(code)).toMatchObject({ status: 401, answer: { error: 'AUTHCODE_EXPIRED' } })
    const { refreshToken } = answer
    const refresh = { grantType: 'refresh_token', refreshToken }
    expect(await redeem(code, refresh)).toMatchObject({ status: 200 })
  })

  it('show the code for another machine', async () => {
    const shown = await visit({ client_id: crossDevice, redirect_uri: confirmation() })
    expect(locationOf(shown).href).toContain(confirmation())
    const page = await (await fetch(locationOf(shown))).text()
    const pasted = Buffer.from(/<code>(.*)<\/code>/.exec(page)?.[1] ?? '', 'base64').toString()
    expect(pasted).toBe(`state=mine&code=${codeOf(shown)}`)
    const changes = { clientId: crossDevice, redirectUri: confirmation() }
    expect(await redeem(codeOf(shown), changes)).toMatchObject({ status: 200 })
  })

  it('deny without a user', async () => {
    signIn.browserUser = undefined
    const { searchParams } = locationOf(await visit())
    expect(Object.fromEntries(searchParams)).toMatchObject({
      state: 'mine',
      error: 'access_denied',
    })
    const denied = await visit({ client_id: crossDevice, redirect_uri: confirmation() })
    expect(await (await fetch(locationOf(denied))).text()).toContain('The sign-in was denied.')
  })

  it.each([
    { response_type: 'token' },
    { client_id: 'arn:aws:signin:::devtools/other' },
    { client_id: crossDevice },
    { state: '' },
    { code_challenge_method: 'S256' },
    { code_challenge: `${'x'.repeat(43)}=` },
    { scope: 'openid profile' },
    { redirect_uri: 'https://evil.example/oauth/callback' },
    { redirect_uri: 'http://127.0.0.1:4711/elsewhere' },
    { redirect_uri: 'http://localhost:4711/oauth/callback' },
  ])('reject %j', async (changes: Readonly<Record<string, string>>) => {
    const response = await visit(changes)
    expect(response.status).toBe(400)
    expect(response.headers.get('location')).toBeNull()
  })

  it.each([
    { codeVerifier: 'x'.repeat(64) },
    { redirectUri: `${redirectUri}/x` },
    { clientId: crossDevice },
  ])('the code is only valid with what it was issued for: %j', async (changes) => {
    const code = codeOf(await visit())
    expect(await redeem(code, changes)).toMatchObject({
      status: 400,
      answer: { error: 'INVALID_REQUEST' },
    })
    expect(await redeem(code)).toMatchObject({ answer: { error: 'AUTHCODE_EXPIRED' } })
  })

  it('binds the refresh token to the key of the first proof', async () => {
    const { answer } = await redeem(codeOf(await visit()))
    const refresh = { grantType: 'refresh_token', refreshToken: answer.refreshToken }
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    expect(await redeem(null, { ...refresh, code: 'x' }, other)).toMatchObject({ status: 400 })
    expect(await redeem(null, { ...refresh, code: 'x' })).toMatchObject({ status: 200 })
  })

  it('accepts only a key of P-256', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey
    expect(await redeem(codeOf(await visit()), {}, other)).toMatchObject({
      answer: { message: 'the DPoP proof: jwk is not a public key' },
    })
  })
})
