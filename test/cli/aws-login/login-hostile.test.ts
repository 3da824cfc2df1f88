import type { HttpFault } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { startProxy } from '../../support/aws/proxy.ts'
import { program } from '../../support/program.ts'
import { callbackOf, endOf, failure, LoginScene } from '../../support/sign-in/login-scene.ts'

const alter = (fields: Readonly<Record<string, unknown>>): HttpFault => ({ kind: 'alter', fields })
const raw = (status: number, body: string, headers = {}): HttpFault => ({
  kind: 'raw',
  status,
  body,
  headers,
})
const refusalHeaders = {
  'x-amzn-ErrorType': 'AccessDeniedException',
  'Content-Type': 'application/json',
}
const refusal = (error: string, message: string) =>
  raw(403, JSON.stringify({ error, message }), refusalHeaders)
const steering = '\x1b]0;pwned\x07'
const tokenOf = (claims: unknown) =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`

/** Signs in with this fault. Expects exit status 1, no stored sign-in and a short message without escape characters. */
async function loginWith(fault: HttpFault) {
  const scene = await LoginScene.open()
  scene.signIn.faults.push(fault, fault, fault)
  const login = scene.login()
  const callback = await callbackOf(await login.page())
  await fetch(callback)
  const run = await login.done
  expect(run).toMatchObject({ stdout: '', exitCode: 1 })
  expect(scene.files()).toEqual([])
  expect(run.stderr).not.toContain('\x1b')
  expect(endOf(run).length).toBeLessThan(1_500)
  return { message: endOf(run).split('\n')[0] ?? '', scene, end: endOf(run) }
}

const missing = (name: string) => `${name} in the answer is missing, or cannot be used`

describe('an unexpected response of CreateOAuth2Token', () => {
  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['no credentials', { accessToken: undefined }, 'accessKeyId in the answer'],
    [
      'an access key ID of two lines',
      { accessToken: { accessKeyId: 'A\nB' } },
      'accessKeyId in the answer',
    ],
    ['no refresh token', { refreshToken: undefined }, missing('refreshToken')],
    ['a refresh token of two lines', { refreshToken: 'a\r\nX: 1' }, missing('refreshToken')],
    ['another token type', { tokenType: 'Bearer' }, missing('tokenType')],
    ['no expiresIn', { expiresIn: undefined }, missing('expiresIn')],
    ['an expiresIn of 0', { expiresIn: 0 }, 'the keys in the answer have already expired'],
    ['an expiresIn of 1e9 seconds', { expiresIn: 1e9 }, missing('expiresIn')],
    ['no ID token', { idToken: undefined }, missing('idToken')],
    ['an escape sequence as ID token', { idToken: steering }, missing('idToken')],
    ['an ID token of two parts', { idToken: 'e30.e30' }, 'idToken in the answer names no'],
    ['an ID token of four parts', { idToken: 'a.e30.b.c' }, 'idToken in the answer names no'],
    [
      'an ID token whose claims are not JSON',
      { idToken: 'a.b.c' },
      'idToken in the answer names no',
    ],
    ['an ID token without a subject', { idToken: tokenOf({}) }, 'idToken in the answer names no'],
    [
      'an ID token with null as its claims',
      { idToken: tokenOf(null) },
      'idToken in the answer names no',
    ],
    ...[
      7,
      'bob',
      'arn:aws:iam::1234:user/Bob',
      'arn:aws:s3:::bucket',
      `arn:aws:iam::123456789012:user/${steering}`,
      `arn:aws:iam::123456789012:user/${'x'.repeat(5_000)}`,
    ].map((sub): [string, Readonly<Record<string, unknown>>, string] => [
      `an ID token with the subject ${String(sub).slice(0, 30)}`,
      { idToken: tokenOf({ sub }) },
      'idToken in the answer',
    ]),
  ])('ends the sign-in with an error if it has %s', async (_, fields, words) => {
    const { message, end, scene } = await loginWith(alter(fields))
    expect(message).toContain(`assume: CreateOAuth2Token failed: ${scene.signIn.url}: ${words}`)
    expect(end).toContain(
      '\n  hint: is that the endpoint of AWS Sign-In? see AWS_ENDPOINT_URL_SIGNIN, ',
    )
  })

  it.each<[string, HttpFault, RegExp]>([
    ['ten megabytes', raw(200, 'x'.repeat(10_000_000)), /too long/],
    ['an HTML page', raw(200, '<html>Sign in to the hotel</html>'), / failed: /],
    ['a list', raw(200, '[1]'), / failed: /],
    ['an error page in HTML', raw(502, '<html>Bad gateway</html>'), /HTTP 502/],
    ['a redirect', raw(302, '', { Location: 'https://evil.example/' }), / failed: /],
    ['an error with an escape sequence', refusal('x', steering), /\\x1b\]0;pwned\\x07/],
  ])('ends the sign-in with an error if it is %s', async (_, fault, words) => {
    expect((await loginWith(fault)).message).toMatch(words)
  })

  it('is shown without the code and the code verifier that it repeats', async () => {
    const scene = await LoginScene.open()
    scene.signIn.faults.push({
      kind: 'raw',
      status: 400,
      headers: refusalHeaders,
      // A getter, since the request that it answers contains the verifier.
      get body() {
        const { code, codeVerifier } = scene.asked('token')
        return JSON.stringify({ error: 'INVALID_REQUEST', message: `${code}, ${codeVerifier}` })
      },
    })
    expect(endOf(await scene.signedIn())).toBe(
      failure('CreateOAuth2Token failed: …, … (INVALID_REQUEST)'),
    )
  })

  it('is an error that names the required permissions if the identity may not sign in', async () => {
    const { end } = await loginWith(refusal('INSUFFICIENT_PERMISSIONS', 'Not allowed.'))
    expect(end).toBe(
      failure(
        'AWS does not allow this identity to sign in: Not allowed. (INSUFFICIENT_PERMISSIONS)',
        'it needs signin:AuthorizeOAuth2Access and signin:CreateOAuth2Token, which the policy SignInLocalDevelopmentAccess allows',
      ),
    )
  })
})

describe('the endpoint of AWS Sign-In', () => {
  it('is rejected if it is not encrypted', async () => {
    const scene = await LoginScene.open()
    const env = { AWS_ENDPOINT_URL_SIGNIN: 'http://sign-in.example', DISPLAY: ':99' }
    const { stderr, exitCode } = await scene.run(['login', 'me'], env)
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/^assume: http:\/\/sign-in\.example is not encrypted: /)
  })

  it.each([
    ['the region of the profile', {}, 'eu-west-1.signin.aws.amazon.com'],
    [
      'AWS_USE_FIPS_ENDPOINT',
      { AWS_USE_FIPS_ENDPOINT: 'true' },
      'signin-fips.eu-west-1.amazonaws.com',
    ],
  ])('depends on %s', async (_, env, host) => {
    const scene = await LoginScene.open()
    const proxy = await startProxy(scene.signIn.url, 502)
    const login = scene.login(['me', '--no-browser'], {
      DISPLAY: ':99',
      AWS_ENDPOINT_URL_SIGNIN: '',
      HTTPS_PROXY: proxy.url,
      ...env,
    })
    const page = await login.page()
    expect(page.origin).toBe(`https://${host}`)
    const callback = new URL(page.searchParams.get('redirect_uri') ?? '')
    callback.searchParams.set('state', page.searchParams.get('state') ?? '')
    callback.searchParams.set('code', 'x')
    await fetch(callback)
    expect((await login.done).stderr).toContain('it cannot reach the host')
    expect(proxy.hosts).toContain(`${host}:443`)
  })
})

describe('a sign-in that cannot be stored', () => {
  it('is reported before the user signs in', async () => {
    const scene = await LoginScene.open(undefined, { '.aws/login': 'a file' })
    const run = await scene.run(['login', 'me', '--no-browser'], { DISPLAY: ':99' })
    expect(run).toMatchObject({ stdout: '', exitCode: 1 })
    expect(run.stderr).toBe(
      failure(
        'no sign-in can be stored in ~/.aws/login/cache (ENOTDIR)',
        'check the owner and mode of the folder; AWS_LOGIN_CACHE_DIRECTORY names another one',
      ),
    )
  })

  it('is an error on a full disk, and the earlier sign-in stays unchanged', async () => {
    const scene = await LoginScene.open()
    await scene.signedIn()
    const before = scene.saved()
    const command = [process.execPath, program, 'login', 'me', '--no-browser']
    const login = scene.start('sh', ['-c', 'ulimit -f 0; exec "$@"', 'sh', ...command], {
      DISPLAY: ':99',
    })
    await fetch(await login.page())
    const run = await login.done
    expect(run.exitCode).toBe(1)
    expect(endOf(run)).toMatch(
      /^assume: the sign-in cannot be written to ~\/\.aws\/login\/cache\/[0-9a-f]{64}\.json \(EFBIG\)\n {2}hint: fix that, then sign in again: assume login me\n$/,
    )
    expect(scene.saved()).toEqual(before)
    expect(scene.files()).toHaveLength(1)
  })
})
