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

/** The code that is printed only fails, and nothing of it is run. */
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

describe('an answer of the portal that is none', () => {
  it.each<[string, HttpFault, string]>([
    ['no keys', alter({ roleCredentials: undefined }), noKeys],
    ['null for keys', alter({ roleCredentials: null }), noKeys],
    ['a word for keys', alter({ roleCredentials: 'secret' }), noKeys],
    ['a list for keys', alter({ roleCredentials: [] }), wrong('accessKeyId', 'is missing')],
    ['no accessKeyId', keys({ accessKeyId: undefined }), wrong('accessKeyId', 'is missing')],
    ['a line feed', keys({ accessKeyId: 'AKIA\n' }), wrong('accessKeyId', 'holds a line feed')],
    [
      'a secret that nobody sees',
      keys({ secretAccessKey: 'x\u200b' }),
      wrong('secretAccessKey', 'holds an invisible character (U+200B)'),
    ],
    [
      'a header',
      keys({ sessionToken: 'x\r\nHost: evil.example' }),
      wrong('sessionToken', 'holds a carriage return'),
    ],
    [
      'a control character',
      keys({ sessionToken: 'x\u001b[31m' }),
      wrong('sessionToken', 'holds a control character (U+001B)'),
    ],
    [
      'a list as a secret',
      keys({ secretAccessKey: ['x'] }),
      wrong('secretAccessKey', 'is not text'),
    ],
    ['no session token', keys({ sessionToken: null }), wrong('sessionToken', 'is missing')],
    ['no end', keys({ expiration: null }), 'expiration in the answer is no time'],
    ['a word as an end', keys({ expiration: '$(id)' }), 'expiration in the answer is no time'],
    ['no such end', keys({ expiration: 1e300 }), 'expiration in the answer is no time'],
    ['an empty object', raw(200, '{}'), noKeys],
    ['a list', raw(200, '[]'), noKeys],
    ['no text', raw(200), noKeys],
    ['a prototype', raw(200, '{"__proto__":{"roleCredentials":{}}}'), noKeys],
  ])('%s', async (_, fault, why) => {
    expect(await answeredWith(fault)).toBe(`${failed}${why}\n  hint: ${endpoint}\n`)
  })

  it.each<[string, HttpFault, string]>([
    ['a page', raw(200, '<html>Welcome to the hotel</html>'), 'SyntaxError'],
    ['JSON cut short', raw(200, '{"roleCredentials":{"accessKeyId":"ASIA'), 'SyntaxError'],
    ['bytes', raw(200, '\u0000\u001b[31m\u00ff'), 'SyntaxError'],
    ['too long', raw(200, ' '.repeat(10_000_000)), 'too long'],
    ['a refusal in HTML', raw(403, '<html>Forbidden</html>'), 'HTTP 403'],
    ['a failure without a word', raw(500), 'HTTP 500'],
    ['a way elsewhere', raw(302, '', { Location: 'http://127.0.0.1:1/' }), 'HTTP 302'],
    ['a sentence', raw(400, '"; touch pwned #"'), 'HTTP 400'],
  ])('%s', async (_, fault, code) => {
    expect(await answeredWith(fault)).toBe(
      `${failed}URL: the answer is not from IAM Identity Center (${code})\n  hint: ${endpoint}\n`,
    )
  })

  it('is over when it comes', async () => {
    expect(await answeredWith(keys({ expiration: 1_577_836_800_000 }))).toMatch(
      /failed: its keys ended at 2020-01-01T00:00:00.000Z, and here it is /,
    )
  })

  it('is cut', async () => {
    expect(await answeredWith({ kind: 'drop' })).toBe(
      `${failed}URL: the connection was cut\n  hint: try again; if it happens again, something between this machine and AWS cuts the connection\n`,
    )
  })

  it('does not come in time, or not whole', async () => {
    const late = await Promise.all([answeredWith({ kind: 'hang' }), answeredWith({ kind: 'drip' })])
    const message = `${failed}URL: timed out; no answer in time\n  hint: is the network up? try again\n`
    expect(late).toEqual([message, message])
  }, 30_000)
})

describe('a refusal of the portal', () => {
  const refusal = (status: number, code: string, message: unknown) =>
    raw(status, JSON.stringify({ message }), { 'x-amzn-ErrorType': code })

  it('is said in its words, which steer no terminal', async () => {
    const message = 'no \u001b[31mway\u202e out\nassume: all is well'
    expect(await answeredWith(refusal(400, 'InvalidRequestException', message))).toBe(
      `${failed}no \\x1b[31mway\\u202e out\\x0aassume: all is well (InvalidRequestException)\n`,
    )
  })

  it('is said without the token, should it be in there', async () => {
    const sso = await SsoScene.open()
    const { accessToken } = await sso.signIn()
    const message = `no ${accessToken} here`
    sso.portal.faults.credentials = refusal(400, 'InvalidRequestException', message)
    const { stderr } = await sso.assume(['dev'])
    expect(stderr).toBe(`${failed}no … here (InvalidRequestException)\n`)
  })

  it('is not said without end', async () => {
    const stderr = await answeredWith(refusal(400, 'InvalidRequestException', 'x '.repeat(450_000)))
    expect(stderr.length).toBeLessThan(1000)
  })

  it('of too many requests is tried again, and then said', async () => {
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

describe('a hostile answer to a renewal', () => {
  it.each<[string, HttpFault, RegExp]>([
    ['no token', alter({ accessToken: undefined }), /the answer has no token/],
    ['a header', alter({ accessToken: 'x\r\nHost: evil.example' }), /the answer has no token/],
    ['a list', alter({ accessToken: ['x'] }), /the answer has no token/],
    ['no end', alter({ expiresIn: undefined }), /the token has already expired, or never expires/],
    [
      'a word as an end',
      alter({ expiresIn: 'x' }),
      /the token has already expired, or never expires/,
    ],
    [
      'an end in the past',
      alter({ expiresIn: -1 }),
      /the token has already expired, or never expires/,
    ],
    ['no end ever', alter({ expiresIn: 1e300 }), /the token has already expired, or never expires/],
    ['a page', raw(200, '<html>'), /the answer is not from .* \(SyntaxError\)/],
    ['too long', raw(200, ' '.repeat(10_000_000)), /the answer is not from .* \(too long\)/],
    ['a way elsewhere', raw(302, '', { Location: 'http://127.0.0.1:1/' }), /\(HTTP 302\)/],
  ])('%s', async (_, fault, message) => {
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
