import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AwsServer, startAwsServer } from '../../src/query/aws-server.ts'
import { type SignInServer, startSignInServer } from '../../src/sign-in/sign-in-server.ts'
import { accounts, bob } from '../fixture.ts'
import { dpopKey, dpopProof } from './dpop-proof.ts'

let aws: AwsServer
let signIn: SignInServer
let url = ''
beforeAll(async () => {
  aws = await startAwsServer({ world: accounts })
  signIn = await startSignInServer(aws)
  url = `${signIn.url}/v1/token`
})
afterAll(async () => {
  await signIn.close()
  await aws.close()
})

interface Tokens {
  readonly refreshToken: string
  readonly accessToken: { readonly accessKeyId: string }
}

function loggedIn() {
  const login = signIn.login(bob)
  const key = dpopKey(String(login.dpopKey))
  if (!key) throw new Error('no key')
  return { key, refreshToken: String(login.refreshToken) }
}

async function renewed(refreshToken: string, proof: string, changes: object = {}) {
  const clientId = 'arn:aws:signin:::devtools/same-device'
  const body = { clientId, grantType: 'refresh_token', refreshToken, ...changes }
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', DPoP: proof },
    body: JSON.stringify(body),
  })
  const answer: unknown = await response.json()
  return { status: response.status, answer: answer as Tokens & { readonly message?: string } }
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)
const proofOf = (key: KeyObject) => dpopProof(key, 'POST', url, new Date())

describe('AWS Sign-In of the stand-in', () => {
  it('returns new credentials and a new refresh token, and repeats the response until that token is used', async () => {
    const { key, refreshToken } = loggedIn()
    const first = await renewed(refreshToken, proofOf(key))
    expect(first).toMatchObject({ status: 200, answer: { tokenType: 'aws_sigv4', expiresIn: 900 } })
    expect(await renewed(refreshToken, proofOf(key))).toEqual(first)
    const second = await renewed(first.answer.refreshToken, proofOf(key))
    expect(second.answer.accessToken).not.toEqual(first.answer.accessToken)
    expect(await renewed(refreshToken, proofOf(key))).toMatchObject({
      status: 401,
      answer: { error: 'TOKEN_EXPIRED' },
    })
  })

  it.each<[string, (key: KeyObject) => string]>([
    ['none', () => ''],
    ['another key', () => proofOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)],
    ['another method', (key) => dpopProof(key, 'GET', url, new Date())],
    ['another path', (key) => dpopProof(key, 'POST', `${url}/x`, new Date())],
    ['another host', (key) => dpopProof(key, 'POST', 'https://x.example/v1/token', new Date())],
    ['an old time', (key) => dpopProof(key, 'POST', url, minutesAgo(10))],
    ['a future time', (key) => dpopProof(key, 'POST', url, minutesAgo(-10))],
    [
      'a part of another proof',
      (key) => proofOf(key).replace(/\.[^.]+$/, /\.[^.]+$/.exec(proofOf(key))?.[0] ?? ''),
    ],
  ])('rejects an invalid proof: %s', async (_, proof) => {
    const { key, refreshToken } = loggedIn()
    const { status, answer } = await renewed(refreshToken, proof(key))
    expect(status).toBe(400)
    expect(answer).toMatchObject({ error: 'INVALID_REQUEST' })
    expect(answer.message).toMatch(/^the DPoP proof: /)
  })

  it('accepts a proof once', async () => {
    const { key, refreshToken } = loggedIn()
    const proof = proofOf(key)
    expect((await renewed(refreshToken, proof)).status).toBe(200)
    expect((await renewed(refreshToken, proof)).answer.message).toBe('the DPoP proof: jti')
  })

  it.each([
    { clientId: 'x' },
    { clientId: 'arn:aws:signin:::devtools/cross-device' },
    { grantType: 'password' },
  ])('rejects %j', async (changes) => {
    const { key, refreshToken } = loggedIn()
    expect(await renewed(refreshToken, proofOf(key), changes)).toMatchObject({ status: 400 })
  })
})
