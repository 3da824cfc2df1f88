import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { OidcStep } from 'aws-stand-in'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startProxy } from '../../support/aws/proxy.ts'
import { corp, type Ended, SignInScene, tokenFile } from '../../support/sign-in/sign-in.ts'

const long = 'x'.repeat(10_000_000)

const alter = (fields: Readonly<Record<string, unknown>>) => ({ kind: 'alter', fields }) as const
const raw = (status: number, body: string, headers = {}) =>
  ({ kind: 'raw', status, body, headers }) as const

const end = ({ stderr }: Ended) => stderr.replace(/^assume: to sign in.*?at http\S+\n/s, '')

/** Signs in with this fault. Expects exit status 1, no cached token and a short message without escape characters. */
async function signInWith(
  step: OidcStep,
  fault: NonNullable<SignInScene['oidc']['faults'][OidcStep]>[number],
) {
  const testAws = await SignInScene.open()
  testAws.oidc.faults[step] = [fault, fault, fault]
  const login = testAws.login()
  if (step === 'token') testAws.oidc.approve(await login.userCode(), 'bob')
  const run = await login.done
  expect(run).toMatchObject({ stdout: '', exitCode: 1 })
  expect(testAws.cached()).not.toHaveProperty([tokenFile('corp')])
  expect(run.stderr).not.toContain('\x1b')
  expect(run.stderr.length).toBeLessThan(2_000)
  return end(run).split('\n')[0]
}

const steering = '\x1b]0;pwned\x07'

describe('an unexpected response of the OIDC endpoint', () => {
  it.each([
    [
      'register',
      alter({ clientId: undefined }),
      'RegisterClient failed: the answer lacks a part of the registration',
    ],
    [
      'register',
      alter({ clientId: 1 }),
      'RegisterClient failed: the answer lacks a part of the registration',
    ],
    [
      'register',
      alter({ clientSecret: `a${steering}` }),
      'RegisterClient failed: the answer lacks a part of the registration',
    ],
    [
      'register',
      alter({ clientSecretExpiresAt: 'soon' }),
      'RegisterClient failed: the answer lacks a part of the registration',
    ],
    [
      'register',
      alter({ clientSecretExpiresAt: 1e12 }),
      'RegisterClient failed: the answer lacks a part of the registration',
    ],
    [
      'device',
      alter({ deviceCode: undefined }),
      'StartDeviceAuthorization failed: the answer lacks a part of the code',
    ],
    [
      'device',
      alter({ deviceCode: ['a'] }),
      'StartDeviceAuthorization failed: the answer lacks a part of the code',
    ],
    [
      'device',
      alter({ userCode: `ABCD${steering}` }),
      'StartDeviceAuthorization failed: the answer lacks a part of the code',
    ],
    [
      'device',
      alter({ userCode: "'; rm -rf ~ #" }),
      'StartDeviceAuthorization failed: the answer lacks a part of the code',
    ],
    [
      'device',
      alter({ expiresIn: 'never' }),
      'StartDeviceAuthorization failed: the answer lacks a part of the code',
    ],
    [
      'device',
      alter({ expiresIn: -1 }),
      'StartDeviceAuthorization failed: the answer lacks a part of the code',
    ],
    [
      'device',
      alter({ interval: -5 }),
      'StartDeviceAuthorization failed: the answer lacks a part of the code',
    ],
    ['token', alter({ accessToken: undefined }), 'CreateToken failed: the answer has no token'],
    ['token', alter({ accessToken: { a: 1 } }), 'CreateToken failed: the answer has no token'],
    [
      'token',
      alter({ accessToken: 'a\r\nX-Evil: 1' }),
      'CreateToken failed: the answer has no token',
    ],
    [
      'token',
      alter({ expiresIn: 0 }),
      'CreateToken failed: the token has already expired, or never expires',
    ],
    [
      'token',
      alter({ expiresIn: -300 }),
      'CreateToken failed: the token has already expired, or never expires',
    ],
    [
      'token',
      alter({ expiresIn: 1e12 }),
      'CreateToken failed: the token has already expired, or never expires',
    ],
    [
      'token',
      alter({ expiresIn: '8 hours' }),
      'CreateToken failed: the token has already expired, or never expires',
    ],
  ] as const)('to %s is an error: %j', async (step, fault, message) => {
    expect(await signInWith(step, fault)).toBe(`assume: ${message}`)
  })

  it.each([
    'http://evil.example/device',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://aws.amazon.com@evil.example/',
    `https://evil.example/${steering}`,
    'https://evil.example/\u202emoc.swa',
    'https://evil.example/ x',
    'nothing',
    '',
    7,
    undefined,
  ])('is an error if its page is %j', async (page) => {
    const fault = alter({ verificationUri: page, verificationUriComplete: page })
    const message = await signInWith('device', fault)
    expect(message).toMatch(
      /^assume: StartDeviceAuthorization failed: the page to sign in at is .*, which is no https page$/,
    )
  })

  it('is an error if the URL of its page is too long', async () => {
    const page = `https://evil.example/${'x-'.repeat(3_000)}`
    const message = await signInWith('device', alter({ verificationUri: page }))
    expect(message).toContain('which is no https page')
  })

  it('is an error if only verificationUriComplete is not an https page', async () => {
    const fault = alter({ verificationUriComplete: 'http://evil.example/device' })
    expect(await signInWith('device', fault)).toContain('"http://evil.example/device"')
  })

  describe.each(['register', 'device', 'token'] as const)('to %s', (step) => {
    it.each([
      ['ten megabytes', raw(200, long), /too long/],
      ['ten megabytes of an error', raw(400, long), / failed: /],
      ['an HTML page', raw(200, '<html>Sign in to the hotel</html>'), / failed: /],
      ['a list', raw(200, '[1]'), / failed: /],
      ['null', raw(200, 'null'), / failed: /],
      ['an error page in HTML', raw(502, '<html>Bad gateway</html>'), /HTTP 502/],
      ['a redirect', raw(302, '', { Location: 'https://evil.example/token' }), / failed: /],
      ['a connection that is cut', { kind: 'drop' } as const, /the connection was cut/],
      [
        'an error with an escape sequence',
        raw(
          400,
          JSON.stringify({ error: 'x', error_description: `${steering}${'no '.repeat(1e5)}` }),
          {
            'x-amzn-ErrorType': 'AccessDeniedException',
          },
        ),
        /\\x1b\]0;pwned\\x07/,
      ],
    ])('is an error: %s', async (_, fault, message) => {
      expect(await signInWith(step, fault)).toMatch(message)
    })
  })

  it('times out if it arrives too slowly', async () => {
    expect(await signInWith('register', { kind: 'drip' })).toContain('timed out; no answer in time')
  })
})

/** Starts a server that is not AWS, and closes it after the test. Returns its URL. */
async function otherServer(serve: RequestListener): Promise<string> {
  const server = createServer(serve)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('the OIDC endpoint', () => {
  it('is refused if it is not encrypted', async () => {
    const testAws = await SignInScene.open()
    const { stderr, exitCode } = await testAws.run(['login'], {
      AWS_ENDPOINT_URL_SSO_OIDC: 'http://oidc.example',
    })
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/^assume: http:\/\/oidc\.example is not encrypted: /)
  })

  it('can be unencrypted with --allow-http-endpoint', async () => {
    const testAws = await SignInScene.open()
    const proxy = await startProxy(testAws.oidc.url, 502)
    const env = { AWS_ENDPOINT_URL_SSO_OIDC: 'http://oidc.example', HTTP_PROXY: proxy.url }
    const { stderr } = await testAws.run(['login', '--allow-http-endpoint'], env)
    expect(stderr).toContain(`the proxy ${proxy.url}: it cannot reach the host`)
    expect(proxy.hosts).toEqual(['oidc.example:80'])
  })

  it('is named in the error, with a hint, if it refuses the connection', async () => {
    const testAws = await SignInScene.open()
    const { stderr } = await testAws.run(['login'], {
      AWS_ENDPOINT_URL_SSO_OIDC: 'http://127.0.0.1:1',
    })
    expect(stderr).toContain('RegisterClient failed: http://127.0.0.1:1: connection refused')
    expect(stderr).toContain('hint: is the endpoint right? see AWS_ENDPOINT_URL_SSO_OIDC,')
  })

  it('cannot redirect assume to another server', async () => {
    let followed = 0
    const elsewhere = await otherServer((_, response) => {
      followed += 1
      response.end('{}')
    })
    const testAws = await SignInScene.open()
    const url = await otherServer((_, response) => {
      response.writeHead(307, { Location: elsewhere }).end()
    })
    const run = await testAws.run(['login'], { AWS_ENDPOINT_URL_SSO_OIDC: url })
    expect(run.exitCode).toBe(1)
    expect(followed).toBe(0)
  })

  it('rejects an unknown start URL, and the hint names sso_start_url and sso_region', async () => {
    const testAws = await SignInScene.open(corp.replace('demo.awsapps', 'other.awsapps'))
    expect((await testAws.run(['login'])).stderr).toMatch(
      /^assume: StartDeviceAuthorization failed: Invalid startUrl provided \(InvalidRequestException\)\n {2}hint: are sso_start_url and sso_region /,
    )
  })
})
