import { chmodSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import type { HttpFault } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { thisProcess } from '../../../src/files/this-process.ts'
import { callerByBotocore, noBotocore } from '../../support/aws/botocore.ts'
import { awsTime, SsoScene, type TokenFile } from '../../support/sign-in/sso.ts'

const refreshes = (sso: SsoScene) =>
  sso.oidc.requests.filter(({ input }) => input.grantType === 'refresh_token')

const soon = 10 * 60
const isRoot = process.getuid?.() === 0

describe('an access token that has expired or expires soon', () => {
  it.each([-3600, 60, soon, 14 * 60])('is renewed %d seconds before its expiry', async (lasts) => {
    const sso = await SsoScene.open()
    const before = await sso.signIn('dev', { lasts, more: { ours: { not: 'known' } } })
    const { stderr } = await sso.session(['dev'])
    expect(stderr).toBe('')
    expect(refreshes(sso)).toMatchObject([{ outcome: 'ok' }])
    const after = sso.read()
    expect(after).toEqual({
      ...before,
      accessToken: expect.stringMatching(/^aoaAccess/),
      refreshToken: expect.stringMatching(/^aorRefresh/),
      expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    })
    expect(after.accessToken).not.toBe(before.accessToken)
    expect(after.refreshToken).not.toBe(before.refreshToken)
    expect(Date.parse(String(after.expiresAt))).toBeGreaterThan(Date.now() + 7 * 3_600_000)
    expect(sso.modeOf()).toBe('600')
    expect(readdirSync(dirname(sso.pathOf('dev')))).toHaveLength(1)
  })

  it('is not renewed 16 minutes before its expiry', async () => {
    const sso = await SsoScene.open()
    const before = await sso.signIn('dev', { lasts: 16 * 60 })
    await sso.session(['dev'])
    expect(refreshes(sso)).toEqual([])
    expect(sso.read()).toEqual(before)
  })

  it('is renewed once for ten shells that start at the same time', async () => {
    const sso = await SsoScene.open()
    await sso.signIn('dev', { lasts: -60 })
    const runs = await Promise.all(Array.from({ length: 10 }, () => sso.session(['dev'])))
    expect(runs.map(({ stderr }) => stderr)).toEqual(Array(10).fill(''))
    expect(refreshes(sso)).toMatchObject([{ outcome: 'ok' }])
  })

  it('is renewed once even if a process ended without removing its lock', async () => {
    const sso = await SsoScene.open()
    await sso.signIn('dev', { lasts: -60 })
    const lock = `${sso.pathOf('dev')}.lock`
    // The format of src/files/file-lock.ts, with the ID of a process that does not exist.
    symlinkSync(`0123456789abcdef 999999999 1 ${thisProcess()?.place}`, lock)
    await Promise.all(Array.from({ length: 5 }, () => sso.session(['dev'])))
    expect(refreshes(sso)).toHaveLength(1)
    expect(readdirSync(dirname(lock))).toHaveLength(1)
  })

  it('is in a file of mode 600 after the renewal, even if it was 644', async () => {
    const sso = await SsoScene.open()
    await sso.signIn('dev', { lasts: soon })
    chmodSync(sso.pathOf('dev'), 0o644)
    await sso.session(['dev'])
    expect(sso.modeOf()).toBe('600')
  })

  it('retains its refresh token if AWS returns no new one', async () => {
    const sso = await SsoScene.open()
    const before = await sso.signIn('dev', { lasts: soon })
    sso.oidc.faults.token = [{ kind: 'alter', fields: { refreshToken: undefined } }]
    await sso.session(['dev'])
    expect(sso.read().refreshToken).toBe(before.refreshToken)
  })

  it.each<[string, TokenFile]>([
    ['no refresh token', { refreshToken: undefined }],
    ['no clientId', { clientId: undefined }],
    ['no clientSecret', { clientSecret: undefined }],
    ['no registrationExpiresAt', { registrationExpiresAt: undefined }],
    ['an expired registration', { registrationExpiresAt: awsTime(-60) }],
  ])('is used without a renewal if there is %s', async (_, more) => {
    const sso = await SsoScene.open()
    const before = await sso.signIn('dev', { lasts: soon, more })
    await sso.session(['dev'])
    expect(refreshes(sso)).toEqual([])
    expect(sso.read()).toEqual(JSON.parse(JSON.stringify(before)))
  })

  it.each(['UTC', '.123Z', ' UTC', '+00:00', '+0000', '.000001Z'])(
    'is renewed if its expiry time ends with "%s"',
    async (zone) => {
      const sso = await SsoScene.open()
      const expiresAt = awsTime(-60).replace('Z', zone)
      await sso.signIn('dev', { more: { expiresAt } })
      await sso.session(['dev'])
      expect(refreshes(sso)).toHaveLength(1)
    },
  )
})

describe('an access token that AWS does not renew', () => {
  const refused: HttpFault = {
    kind: 'raw',
    status: 400,
    headers: { 'x-amzn-ErrorType': 'InvalidGrantException' },
    body: '{"error":"invalid_grant","error_description":"Invalid refresh token provided"}',
  }

  it('is used while it is valid', async () => {
    const sso = await SsoScene.open()
    const before = await sso.signIn('dev', { lasts: soon })
    for (const fault of [refused, { kind: 'drop' } as const]) {
      sso.oidc.faults.token = [fault, fault, fault]
      expect((await sso.session(['dev'])).stderr).toBe('')
    }
    expect(sso.read()).toEqual(before)
  })

  it('requires a new sign-in after its expiry', async () => {
    const sso = await SsoScene.open()
    const before = await sso.signIn('dev', { lasts: -60 })
    sso.oidc.faults.token = [refused]
    const { stdout, stderr, exitCode } = await sso.assume(['dev'])
    expect({ stdout, exitCode }).toEqual({ stdout: '(exit 3);\n', exitCode: 3 })
    expect(stderr).toMatch(
      /: your sign-in has expired, and AWS does not renew it \(InvalidGrantException\)\n/,
    )
    expect(sso.read()).toEqual(before)
  })

  it('requires a new sign-in if AWS no longer knows the client', async () => {
    const sso = await SsoScene.open()
    await sso.signIn('dev', { lasts: -60 })
    sso.oidc.deleteClients()
    const { stderr, exitCode } = await sso.assume(['dev'])
    expect(exitCode).toBe(3)
    expect(stderr).toContain('AWS does not renew it (InvalidClientException)\n')
  })

  it('leads to exit status 1 after its expiry if the connection fails', async () => {
    const sso = await SsoScene.open()
    await sso.signIn('dev', { lasts: -60 })
    const AWS_ENDPOINT_URL_SSO_OIDC = 'http://127.0.0.1:1'
    const { stdout, stderr, exitCode } = await sso.assume(['dev'], { AWS_ENDPOINT_URL_SSO_OIDC })
    expect({ stdout, exitCode }).toEqual({ stdout: '(exit 1);\n', exitCode: 1 })
    expect(
      stderr,
    ).toBe(`assume: renewing the sign-in to "corp" failed: http://127.0.0.1:1: connection refused; nothing listens there
  hint: is the endpoint right? see AWS_ENDPOINT_URL_SSO_OIDC, AWS_ENDPOINT_URL and endpoint_url
`)
  })

  it.skipIf(isRoot)('leads to an error before any request if its folder is read-only', async () => {
    const sso = await SsoScene.open()
    await sso.signIn('dev', { lasts: -60 })
    const folder = dirname(sso.pathOf('dev'))
    chmodSync(folder, 0o500)
    const { stderr, exitCode } = await sso.assume(['dev'])
    chmodSync(folder, 0o700)
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(
      /^assume: ~\/\.aws\/sso\/cache\/\w+\.json cannot be written \(permission denied: ~\/\.aws\/sso\/cache: its mode is 500\)\n/,
    )
    expect(refreshes(sso)).toEqual([])
  })
})

describe.skipIf(noBotocore)('botocore', () => {
  it('uses a token that assume renewed, and assume uses one that botocore renewed', async () => {
    const sso = await SsoScene.open()
    const env = { ...sso.testAws.home.env, ...sso.env }
    await sso.signIn('dev', { lasts: -60 })
    await sso.session(['dev'])
    const ours = sso.read()
    const arn = await callerByBotocore('dev', env)
    expect(sso.read()).toEqual(ours)

    const soonOver = { ...ours, expiresAt: awsTime(-60) }
    sso.write('dev', JSON.stringify(soonOver))
    expect(await callerByBotocore('dev', env)).toBe(arn)
    const theirs = sso.read()
    expect(theirs.accessToken).not.toBe(ours.accessToken)
    expect(theirs.refreshToken).not.toBe(ours.refreshToken)

    await sso.session(['dev', '--refresh'])
    expect(sso.read()).toEqual(theirs)
    sso.write('dev', JSON.stringify({ ...theirs, expiresAt: awsTime(-60) }))
    await sso.session(['dev', '--refresh'])
    expect(refreshes(sso)).toHaveLength(3)
    expect(statSync(sso.pathOf('dev')).isFile()).toBe(true)
  })
})

/** The session cache is off. With it, one run would wait for the other before both try to renew the token. */
const withoutCache = { files: { '.config/assume/config': 'cache = off\n' } }

describe('a renewal without a response', () => {
  it('is no error, and ends within 10 s, if the token is still valid', async () => {
    const sso = await SsoScene.open(withoutCache)
    await sso.signIn('dev', { lasts: soon })
    sso.oidc.faults.token = [{ kind: 'hang' }]
    const before = performance.now()
    const [one, another] = await Promise.all([sso.session(['dev']), sso.session(['dev'])])
    // A call that gets no response ends after 15 seconds, a renewal after 4.
    expect(performance.now() - before).toBeLessThan(10_000)
    expect([one.stderr, another.stderr]).toEqual(['', ''])
  })

  it('times out for two shells that wait for it', async () => {
    const sso = await SsoScene.open(withoutCache)
    await sso.signIn('dev', { lasts: -60 })
    sso.oidc.faults.token = Array(6).fill({ kind: 'hang' })
    const runs = await Promise.all([sso.assume(['dev']), sso.assume(['dev'])])
    const messages = runs.map(({ stderr }) => stderr.replaceAll(sso.oidc.url, 'URL').split('\n')[0])
    const failed = 'assume: renewing the sign-in to "corp" failed: '
    expect(messages).toContain(`${failed}URL: timed out; no answer in time`)
    for (const message of messages) {
      expect(message).toMatch(
        / (timed out; no answer in time|another assume is doing this, and AWS does not answer)$/,
      )
    }
  }, 30_000)
})
