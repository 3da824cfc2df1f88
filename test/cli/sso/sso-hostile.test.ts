import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { HttpFault } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { SsoScene } from '../../support/sign-in/sso.ts'

const raw = (status: number, body = '', headers = {}): HttpFault => ({
  kind: 'raw',
  status,
  body,
  headers,
})
const alter = (fields: Readonly<Record<string, unknown>>): HttpFault => ({
  kind: 'alter',
  fields,
})

const good = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'x'.repeat(40),
  sessionToken: 'y'.repeat(400),
  expiration: Date.now() + 3_600_000,
}
const keys = (fields: Readonly<Record<string, unknown>>) =>
  alter({ roleCredentials: { ...good, ...fields } })

const endpoint =
  'is that the endpoint of IAM Identity Center? see AWS_ENDPOINT_URL_SSO, AWS_ENDPOINT_URL and endpoint_url'
const wrong = (field: string, problem: string) => `${field} in the answer ${problem}`
const noKeys = 'there are no keys in the answer'

/** Runs `assume dev` with this fault. Expects code that only fails, and no file `pwned`. Returns standard error. */
async function answeredWith(fault: HttpFault) {
  const sso = await SsoScene.open()
  await sso.signIn()
  sso.portal.faults.credentials = fault
  const { stdout, stderr, exitCode } = await sso.assume(['dev'])
  expect({ stdout, exitCode }).toEqual({ stdout: '(exit 1);\n', exitCode: 1 })
  expect(existsSync(join(sso.testAws.home.path, 'pwned'))).toBe(false)
  return stderr.replaceAll(sso.portal.url, 'URL')
}

const failed = 'assume: GetRoleCredentials of "Admin" in 123456789012 failed: '

describe('an unexpected response of the portal', () => {
  it.each<[string, HttpFault, string]>([
    ['no credentials', alter({ roleCredentials: undefined }), noKeys],
    ['null as credentials', alter({ roleCredentials: null }), noKeys],
    ['a string as credentials', alter({ roleCredentials: 'secret' }), noKeys],
    ['a list as credentials', alter({ roleCredentials: [] }), wrong('accessKeyId', 'is missing')],
    ['no accessKeyId', keys({ accessKeyId: undefined }), wrong('accessKeyId', 'is missing')],
    [
      'an access key ID with a line feed',
      keys({ accessKeyId: 'AKIA\n' }),
      wrong('accessKeyId', 'holds a line feed'),
    ],
    [
      'a secret access key with an invisible character',
      keys({ secretAccessKey: 'x\u200b' }),
      wrong('secretAccessKey', 'holds an invisible character (U+200B)'),
    ],
    [
      'a session token with a line break',
      keys({ sessionToken: 'x\r\nHost: evil.example' }),
      wrong('sessionToken', 'holds a carriage return'),
    ],
    [
      'a session token with a control character',
      keys({ sessionToken: 'x\u001b[31m' }),
      wrong('sessionToken', 'holds a control character (U+001B)'),
    ],
    [
      'a list as secret access key',
      keys({ secretAccessKey: ['x'] }),
      wrong('secretAccessKey', 'is not text'),
    ],
    ['no session token', keys({ sessionToken: null }), wrong('sessionToken', 'is missing')],
    ['no expiration', keys({ expiration: null }), 'expiration in the answer is no time'],
    [
      'a string as expiration',
      keys({ expiration: '$(id)' }),
      'expiration in the answer is no time',
    ],
    ['an expiration of 1e300', keys({ expiration: 1e300 }), 'expiration in the answer is no time'],
    ['an empty object', raw(200, '{}'), noKeys],
    ['a list', raw(200, '[]'), noKeys],
    ['an empty body', raw(200), noKeys],
    ['a __proto__ field', raw(200, '{"__proto__":{"roleCredentials":{}}}'), noKeys],
  ])('is an error that names the invalid part: %s', async (_, fault, why) => {
    expect(await answeredWith(fault)).toBe(`${failed}${why}\n  hint: ${endpoint}\n`)
  })

  it.each<[string, HttpFault, string]>([
    ['an HTML page', raw(200, '<html>Welcome to the hotel</html>'), 'SyntaxError'],
    ['JSON cut short', raw(200, '{"roleCredentials":{"accessKeyId":"ASIA'), 'SyntaxError'],
    ['binary data', raw(200, '\u0000\u001b[31m\u00ff'), 'SyntaxError'],
    ['10 MB', raw(200, ' '.repeat(10_000_000)), 'too long'],
    ['an HTML page with HTTP 403', raw(403, '<html>Forbidden</html>'), 'HTTP 403'],
    ['HTTP 500 without a body', raw(500), 'HTTP 500'],
    ['a redirect', raw(302, '', { Location: 'http://127.0.0.1:1/' }), 'HTTP 302'],
    ['a JSON string', raw(400, '"; touch pwned #"'), 'HTTP 400'],
  ])('is an error that names the endpoint: %s', async (_, fault, code) => {
    expect(await answeredWith(fault)).toBe(
      `${failed}URL: the answer is not from IAM Identity Center (${code})\n  hint: ${endpoint}\n`,
    )
  })

  it('is an error if its credentials have already expired', async () => {
    expect(await answeredWith(keys({ expiration: 1_577_836_800_000 }))).toMatch(
      /failed: its keys ended at 2020-01-01T00:00:00.000Z, and here it is /,
    )
  })

  it('is an error if the connection is cut', async () => {
    expect(await answeredWith({ kind: 'drop' })).toBe(
      `${failed}URL: the connection was cut\n  hint: try again; if it happens again, something between this machine and AWS cuts the connection\n`,
    )
  })

  it('times out if it does not arrive or does not end', async () => {
    const late = await Promise.all([answeredWith({ kind: 'hang' }), answeredWith({ kind: 'drip' })])
    const message = `${failed}URL: timed out; no answer in time\n  hint: is the network up? try again\n`
    expect(late).toEqual([message, message])
  }, 30_000)
})

describe('an error response of the portal', () => {
  const refusal = (status: number, code: string, message: unknown) =>
    raw(status, JSON.stringify({ message }), { 'x-amzn-ErrorType': code })

  it('is shown with its message, in which control characters are escaped', async () => {
    const message = 'no \u001b[31mway\u202e out\nassume: all is well'
    expect(await answeredWith(refusal(400, 'InvalidRequestException', message))).toBe(
      `${failed}no \\x1b[31mway\\u202e out\\x0aassume: all is well (InvalidRequestException)\n`,
    )
  })

  it('is shown without the token that it repeats', async () => {
    const sso = await SsoScene.open()
    const { accessToken } = await sso.signIn()
    const message = `no ${accessToken} here`
    sso.portal.faults.credentials = refusal(400, 'InvalidRequestException', message)
    const { stderr } = await sso.assume(['dev'])
    expect(stderr).toBe(`${failed}no … here (InvalidRequestException)\n`)
  })

  it('is shortened if its message is very long', async () => {
    const stderr = await answeredWith(refusal(400, 'InvalidRequestException', 'x '.repeat(450_000)))
    expect(stderr.length).toBeLessThan(1000)
  })

  it('is retried twice if there were too many requests, and then shown', async () => {
    const sso = await SsoScene.open()
    await sso.signIn()
    sso.portal.faults.credentials = refusal(429, 'TooManyRequestsException', 'HTTP 429')
    const { stderr } = await sso.assume(['dev'])
    expect(stderr).toBe(
      `${failed}HTTP 429 (TooManyRequestsException)\n  hint: there were too many calls; wait a moment and try again\n`,
    )
    expect(sso.portal.requests).toHaveLength(3)
  })
})

describe('an unexpected response to a renewal', () => {
  it.each<[string, HttpFault, RegExp]>([
    ['no token', alter({ accessToken: undefined }), /the answer has no token/],
    [
      'a token with a line break',
      alter({ accessToken: 'x\r\nHost: evil.example' }),
      /the answer has no token/,
    ],
    ['a list as token', alter({ accessToken: ['x'] }), /the answer has no token/],
    [
      'no expiresIn',
      alter({ expiresIn: undefined }),
      /the token has already expired, or never expires/,
    ],
    [
      'a string as expiresIn',
      alter({ expiresIn: 'x' }),
      /the token has already expired, or never expires/,
    ],
    [
      'a negative expiresIn',
      alter({ expiresIn: -1 }),
      /the token has already expired, or never expires/,
    ],
    [
      'an expiresIn of 1e300',
      alter({ expiresIn: 1e300 }),
      /the token has already expired, or never expires/,
    ],
    ['an HTML page', raw(200, '<html>'), /the answer is not from .* \(SyntaxError\)/],
    ['10 MB', raw(200, ' '.repeat(10_000_000)), /the answer is not from .* \(too long\)/],
    ['a redirect', raw(302, '', { Location: 'http://127.0.0.1:1/' }), /\(HTTP 302\)/],
  ])('is an error and leaves the cached token unchanged: %s', async (_, fault, message) => {
    const sso = await SsoScene.open()
    const before = await sso.signIn('dev', { lasts: -60 })
    sso.oidc.faults.token = [fault]
    const { stdout, stderr, exitCode } = await sso.assume(['dev'])
    expect({ stdout, exitCode }).toEqual({ stdout: '(exit 1);\n', exitCode: 1 })
    expect(stderr).toMatch(/^assume: renewing the sign-in to "corp" failed: /)
    expect(stderr).toMatch(message)
    expect(sso.read()).toEqual(before)
    expect(sso.portal.requests).toEqual([])
  })
})
