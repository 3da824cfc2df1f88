import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { HttpFault } from 'aws-stand-in'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { core } from '../../support/shells/posix-shells.ts'
import { nearlyOver, over, shownFile, signedIn } from '../../support/sign-in/signed-in.ts'
import { expectClean } from '../../support/test-aws.ts'

const signInAgain = ['assume login me', 'or with the AWS CLI v2: aws login --profile me']

const failure = (exitCode: number, message: string, ...hints: string[]) => ({
  stdout: `(exit ${exitCode});\n`,
  stderr: [`assume: ${message}`, ...hints.map((hint) => `  hint: ${hint}`), ''].join('\n'),
  exitCode,
  calls: [],
})

/** A fault that replaces the response of the stand-in with an error in the format of AWS Sign-In. */
const refusal = (type: string, error: string, message: string, status = 403): HttpFault => ({
  kind: 'raw',
  status,
  body: JSON.stringify({ error, message }),
  headers: { 'x-amzn-ErrorType': type, 'Content-Type': 'application/json' },
})
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
/** Exports a private key as PEM. assume rejects keys that are not on curve P-256. */
const pemOf = (pair: { readonly privateKey: KeyObject }) =>
  pair.privateKey.export({ format: 'pem', type: 'pkcs8' })
const p384 = pemOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }))
const ed25519 = pemOf(generateKeyPairSync('ed25519'))

const thrice = (fault: HttpFault) => [fault, fault, fault]

describe('a new sign-in is required', () => {
  it('if the file of the sign-in is missing', async () => {
    const { testAws, signIn, env, path } = await signedIn()
    rmSync(path)
    const wanted = failure(
      3,
      `profile "me" is not signed in: ${shownFile}, of its login_session (~/.aws/config:2), is missing`,
      ...signInAgain,
    )
    expect(await testAws.assume(['me'], { env })).toEqual(wanted)
    expect(await testAws.assume(['reader'], { env })).toEqual(wanted)
    rmSync(join(path, '..'), { recursive: true })
    expect(await testAws.assume(['me'], { env })).toEqual(wanted)
    expect(await testAws.assume(['me', '-f', 'process'], { env })).toEqual({
      ...wanted,
      stdout: '',
    })
    expect(signIn.calls).toEqual([])
  })

  it('if the refresh token in the file has already been used', async () => {
    const { testAws, env, saved, write } = await signedIn(over)
    const old = saved()
    await testAws.session(['me'], { env })
    const { accessToken, ...others } = saved()
    write({ ...others, accessToken: { ...accessToken, expiresAt: '2020-01-01T00:00:00Z' } })
    await testAws.session(['me'], { env })
    write(old)
    expect(await testAws.assume(['me'], { env })).toEqual(
      failure(
        3,
        'the sign-in of profile "me" has expired: The refresh token has expired. (TOKEN_EXPIRED)',
        ...signInAgain,
      ),
    )
  })

  it.each([
    [
      refusal('AccessDeniedException', 'USER_CREDENTIALS_CHANGED', 'The password was changed.'),
      'the sign-in of profile "me" has expired: The password was changed. (USER_CREDENTIALS_CHANGED)',
      signInAgain,
    ],
    [
      raw(403, '{"error":"TOKEN_EXPIRED"}'),
      'the sign-in of profile "me" has expired: without a word why (TOKEN_EXPIRED)',
      signInAgain,
    ],
    [
      refusal('ValidationException', 'INVALID_REQUEST', 'The grant is invalid.', 400),
      'AWS rejects the sign-in of profile "me": The grant is invalid. (INVALID_REQUEST)',
      [
        'it was asked in us-east-1; a sign-in can be renewed only in its own region, which must be the region of the profile',
        ...signInAgain,
      ],
    ],
  ])('if AWS no longer accepts the sign-in: %#', async (fault, message, hints) => {
    // Also if the credentials are valid for some more minutes: the user can sign in before they expire.
    for (const login of [over, nearlyOver]) {
      const { testAws, signIn, env } = await signedIn(login)
      signIn.faults.push(fault)
      expect(await testAws.assume(['me'], { env })).toEqual(failure(3, message, ...hints))
      expect(signIn.calls).toHaveLength(1)
    }
  })

  it.each<[string, (login: Readonly<Record<string, unknown>>) => string | object, string]>([
    ['is empty', () => '', 'is not JSON with a sign-in in it'],
    [
      'is cut short',
      (login) => JSON.stringify(login).slice(0, 99),
      'is not JSON with a sign-in in it',
    ],
    ['is a list', () => '[]', 'is not JSON with a sign-in in it'],
    ['is a JSON string', () => '"secret"', 'is not JSON with a sign-in in it'],
    ['is huge', () => ' '.repeat(2_000_000), 'is longer than a sign-in can be'],
    ['has no accessToken', (login) => ({ ...login, accessToken: null }), 'accessKeyId'],
    ['has no refreshToken', (login) => ({ ...login, refreshToken: undefined }), 'refreshToken'],
    [
      'has a refreshToken of two lines',
      (login) => ({ ...login, refreshToken: 'a\nb' }),
      'refreshToken',
    ],
    ['has a number as clientId', (login) => ({ ...login, clientId: 7 }), 'clientId'],
    ['has an empty dpopKey', (login) => ({ ...login, dpopKey: '' }), 'dpopKey'],
    ['has a dpopKey that is not a key', (login) => ({ ...login, dpopKey: 'c2VjcmV0' }), 'dpopKey'],
    ['has a dpopKey on curve P-384', (login) => ({ ...login, dpopKey: p384 }), 'dpopKey'],
    ['has an Ed25519 key as dpopKey', (login) => ({ ...login, dpopKey: ed25519 }), 'dpopKey'],
    [
      'has an accessKeyId of two lines',
      (login) => ({ ...login, ...token(login, { accessKeyId: 'A\ntouch pwned' }) }),
      'accessKeyId',
    ],
    [
      'has no accountId',
      (login) => ({ ...login, ...token(login, { accountId: undefined }) }),
      'accountId',
    ],
    [
      'has a number as expiresAt',
      (login) => ({ ...login, ...token(login, { expiresAt: 1_795_469_715 }) }),
      'expiresAt',
    ],
    [
      'has an invalid date as expiresAt',
      (login) => ({ ...login, ...token(login, { expiresAt: '2030-13-40T12:00:00Z' }) }),
      'expiresAt',
    ],
  ])('if the file %s', async (_, broken, why) => {
    const { testAws, signIn, env, saved, write, litter } = await signedIn(over)
    const content = broken(saved())
    write(typeof content === 'string' ? content : { ...content })
    const words = /^is /.test(why)
      ? why
      : `cannot be used: its ${why} is missing, or is not one AWS could give`
    expect(await testAws.assume(['me'], { env })).toEqual(
      failure(3, `${shownFile}, the sign-in of profile "me", ${words}`, ...signInAgain),
    )
    expect(signIn.calls).toEqual([])
    expect(litter()).toEqual([])
  })

  it('if a folder is in the place of the file', async () => {
    const { testAws, env, path } = await signedIn()
    rmSync(path)
    mkdirSync(path)
    expect(await testAws.assume(['me'], { env })).toEqual(
      failure(3, `${shownFile}, the sign-in of profile "me", is not a file`, ...signInAgain),
    )
  })
})

const token = (login: Readonly<Record<string, unknown>>, changes: object) => ({
  accessToken: { ...Object(login.accessToken), ...changes },
})

describe('a sign-in that cannot be renewed', () => {
  it('is an error that names the required permission', async () => {
    const { testAws, signIn, env } = await signedIn(nearlyOver)
    const words = 'You are not allowed to do this.'
    signIn.faults.push(refusal('AccessDeniedException', 'INSUFFICIENT_PERMISSIONS', words))
    expect(await testAws.assume(['me'], { env })).toEqual(
      failure(
        1,
        `AWS does not allow profile "me" to renew its sign-in: ${words} (INSUFFICIENT_PERMISSIONS)`,
        'it needs signin:CreateOAuth2Token, which the policy SignInLocalDevelopmentAccess allows',
      ),
    )
  })

  it.each([
    [
      'the region in the file is not an AWS region',
      { signInRegion: 'evil.example/x' },
      'signInRegion: "evil.example/x" is not an AWS region',
    ],
  ])('is an error if %s', async (_, login, message) => {
    const { testAws, signIn, env, saved, write } = await signedIn(over)
    write({ ...saved(), ...login })
    const { stdout, stderr, exitCode } = await testAws.assume(['me'], { env })
    expect({ stdout, exitCode }).toEqual({ stdout: '(exit 1);\n', exitCode: 1 })
    expect(stderr).toContain(`assume: ${message}\n`)
    expect(signIn.calls).toEqual([])
  })
})

describe('a transient failure of the renewal', () => {
  it.each([
    ['a connection that is cut', [{ kind: 'drop' } as const]],
    ['HTTP 500', thrice(raw(500)).slice(1)],
    ['too many requests', [refusal('TooManyRequestsError', 'INVALID_REQUEST', 'slow down', 429)]],
  ])('is retried with a new DPoP proof: %s', async (_, faults) => {
    const { testAws, signIn, env } = await signedIn(over)
    signIn.faults.push(...faults)
    const { stderr } = await testAws.session(['me'], { env })
    expect(stderr).toBe('')
    expect(signIn.calls).toHaveLength(faults.length + 1)
    expect(signIn.calls.at(-1)?.outcome).toBe('ok')
  })

  it.each([
    ['connection refused', [], 'connection refused; nothing listens there'],
    ['HTTP 503', thrice(raw(503, '<html>')), 'the answer is not from AWS Sign-In (HTTP 503)'],
  ])('does not prevent the use of credentials that are still valid: %s', async (_, faults, why) => {
    const { testAws, signIn, env, saved } = await signedIn(nearlyOver)
    signIn.faults.push(...faults)
    const { accessKeyId, expiresAt = '' } = saved().accessToken
    const end = new Date(expiresAt).toISOString()
    const nowhere = { AWS_ENDPOINT_URL_SIGNIN: 'http://127.0.0.1:1' }
    const { session, stderr } = await testAws.session(['me'], {
      env: faults.length ? env : nowhere,
    })
    const host = faults.length ? signIn.url : 'http://127.0.0.1:1'
    expect(session.AccessKeyId).toBe(accessKeyId)
    expect(stderr).toBe(
      `assume: CreateOAuth2Token failed: ${host}: ${why}; the keys of profile "me" expire at ${end}\n`,
    )
  })

  it('exits with 1 if the credentials have expired, otherwise with 0', async () => {
    for (const login of [over, nearlyOver]) {
      const { testAws, signIn, env } = await signedIn(login)
      signIn.faults.push(
        ...thrice(refusal('TooManyRequestsError', 'INVALID_REQUEST', 'Later.', 429)),
      )
      const { stderr, exitCode } = await testAws.assume(['me'], { env })
      expect(stderr).toContain('assume: CreateOAuth2Token failed: Later. (INVALID_REQUEST)')
      expect(exitCode).toBe(login === over ? 1 : 0)
    }
  })
})

const failed = (url: string, why: string) => `CreateOAuth2Token failed: ${url}: ${why}`
const notOne = (code: string) => `the answer is not from AWS Sign-In (${code})`
const impossible = (field: string, problem = 'is missing, or cannot be used') =>
  `${field} in the answer ${problem}`
const keys = { accessKeyId: 'ASIAAAAAAAAAAAAAAAAA', secretAccessKey: 'x', sessionToken: 'y' }
const code = "A'; touch pwned; rm -rf ~ #"

describe('an invalid response to the renewal', () => {
  it.each<[string, HttpFault, string | RegExp]>([
    ['an empty body', raw(200), impossible('accessKeyId', 'is missing')],
    ['an HTML page', raw(200, '<html>secret</html>'), /the answer is not from AWS Sign-In \(\w+\)/],
    [
      'JSON cut short',
      raw(200, '{"accessToken":{"acc'),
      /the answer is not from AWS Sign-In \(\w+\)/,
    ],
    ['null', raw(200, 'null'), /accessKeyId in the answer|not from AWS Sign-In/],
    ['a list', raw(200, '[]'), impossible('accessKeyId', 'is missing')],
    [
      'binary data',
      raw(200, '\u0000\u001b[31m\u00ff'),
      /the answer is not from AWS Sign-In \(\w+\)/,
    ],
    ['10 MB', raw(200, ' '.repeat(10_000_000)), notOne('too long')],
    ['an HTML page with HTTP 403', raw(403, '<html>no</html>'), notOne('HTTP 403')],
    ['a redirect', raw(302, '', { Location: 'http://127.0.0.1:1/' }), notOne('HTTP 302')],
    ['no credentials', alter({ accessToken: undefined }), impossible('accessKeyId', 'is missing')],
    [
      'a string as credentials',
      alter({ accessToken: 'x' }),
      /accessKeyId in the answer|not from AWS/,
    ],
    [
      'an access key ID of two lines',
      alter({ accessToken: { ...keys, accessKeyId: `A\n${code}` } }),
      impossible('accessKeyId', 'holds a line feed'),
    ],
    [
      'a secret access key of two lines',
      alter({ accessToken: { ...keys, secretAccessKey: `A\n${code}` } }),
      impossible('secretAccessKey', 'holds a line feed'),
    ],
    [
      'a session token with a line break',
      alter({ accessToken: { ...keys, sessionToken: 'x\r\ny' } }),
      impossible('sessionToken', 'holds a carriage return'),
    ],
    [
      'a list as session token',
      alter({ accessToken: { ...keys, sessionToken: ['x'] } }),
      impossible('sessionToken', 'is not text'),
    ],
    ['no refresh token', alter({ refreshToken: undefined }), impossible('refreshToken')],
    [
      'shell code as refresh token',
      alter({ refreshToken: `${code}\n` }),
      impossible('refreshToken'),
    ],
    ['no expiresIn', alter({ expiresIn: undefined }), impossible('expiresIn')],
    [
      'shell code as expiresIn',
      alter({ expiresIn: '$(id)' }),
      /expiresIn in the answer|not from AWS Sign-In/,
    ],
    ['an expiresIn of 1e12 seconds', alter({ expiresIn: 1e12 }), impossible('expiresIn')],
    [
      'an expiresIn of half a second',
      alter({ expiresIn: 0.5 }),
      /expiresIn in the answer|not from AWS Sign-In/,
    ],
    ['an expiresIn of 0', alter({ expiresIn: 0 }), 'the keys in the answer have already expired'],
    [
      'a negative expiresIn',
      alter({ expiresIn: -900 }),
      'the keys in the answer have already expired',
    ],
  ])('is an error and leaves the file unchanged: %s', async (_, fault, why) => {
    const { testAws, signIn, env, saved, litter } = await signedIn(over)
    const before = saved()
    signIn.faults.push(...thrice(fault))
    const { stdout, stderr, exitCode, calls } = await testAws.assume(['me'], { env })
    expect({ stdout, exitCode, calls }).toEqual({ stdout: '(exit 1);\n', exitCode: 1, calls: [] })
    const [message = '', hint] = stderr.split('\n')
    if (typeof why === 'string') expect(message).toBe(`assume: ${failed(signIn.url, why)}`)
    else expect(message).toMatch(why)
    expect(hint).toBe(
      '  hint: is that the endpoint of AWS Sign-In? see AWS_ENDPOINT_URL_SIGNIN, AWS_ENDPOINT_URL and endpoint_url',
    )
    expect(saved()).toEqual(before)
    expect(litter()).toEqual([])
  })

  it.each<HttpFault['kind']>(['hang', 'drip'])(
    'times out within 20 seconds if it does not end: %s',
    async (kind) => {
      const { testAws, signIn, env } = await signedIn(over)
      signIn.faults.push(...thrice({ kind } as HttpFault))
      const started = performance.now()
      expect(await testAws.assume(['me'], { env })).toEqual(
        failure(
          1,
          failed(signIn.url, 'timed out; no answer in time'),
          'is the network up? try again',
        ),
      )
      expect(performance.now() - started).toBeLessThan(20_000)
    },
  )

  it('runs no code in a shell that evaluates the output', async () => {
    const { testAws, signIn, env } = await signedIn(over)
    signIn.faults.push(refusal(code, code, `${code}\n\u001b[31m\u202e`, 418))
    const script = `cd "$HOME"; eval "$('${core.node}' '${core.script}' me)"; echo "status $? \${AWS_ACCESS_KEY_ID-none}"`
    const { stdout, stderr } = await execa('sh', ['-c', script], {
      env: { PATH: process.env.PATH ?? '', ...testAws.home.env, ...env },
      extendEnv: false,
    })
    expectClean(stderr)
    expect(stdout).toBe('status 1 none')
    expect(stderr).toBe(`assume: CreateOAuth2Token failed: ${code}\\x0a\\x1b[31m\\u202e (${code})`)
    expect(existsSync(join(testAws.home.path, 'pwned'))).toBe(false)
  })

  it('is shown without the refresh token that it repeats', async () => {
    const { testAws, signIn, env, saved } = await signedIn(over)
    const { refreshToken } = saved()
    const words = `The token ${refreshToken} is odd. ${'x '.repeat(5000)}`
    signIn.faults.push(refusal('AccessDeniedException', 'ODD', words))
    const { stderr, exitCode } = await testAws.assume(['me'], { env })
    expect(exitCode).toBe(1)
    expect(stderr).toContain('CreateOAuth2Token failed: The token … is odd. x x')
    expect(stderr.length).toBeLessThan(700)
  })
})
