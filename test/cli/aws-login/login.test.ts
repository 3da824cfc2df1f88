import { createPrivateKey } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { admin, bob } from '../../../src/demo/fixture.ts'
import { statusForSecondUser, withSecondUser } from '../../support/processes/second-user.ts'
import {
  admins,
  bobs,
  callbackOf,
  endOf,
  failure,
  fileOf,
  LoginScene,
} from '../../support/sign-in/login-scene.ts'
import { visit } from '../../support/sign-in/visit.ts'

const signedIn = `assume: signed in as ${bobs} for profile "me"; its keys are renewed automatically\n`

describe('assume login PROFILE, for a profile with a login_session', () => {
  it('shows the page that aws login opens, and stores the file that it writes', async () => {
    const scene = await LoginScene.open()
    const login = scene.login()
    const page = await login.page()
    expect(`${page.origin}${page.pathname}`).toBe(`${scene.signIn.url}/v1/authorize`)
    expect(Object.fromEntries(page.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'arn:aws:signin:::devtools/same-device',
      state: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      code_challenge_method: 'SHA-256',
      scope: 'openid',
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    })
    const answer = await fetch(page)
    expect(await answer.text()).toBe('Done: you can close this page and go back to the terminal.\n')
    const run = await login.done
    expect(run).toMatchObject({ stdout: '', exitCode: 0 })
    expect(endOf(run)).toBe(signedIn)
    expect(scene.outcomes).toEqual(['authorize ok', 'token ok'])
    expect(scene.asked('token')).toEqual({
      grantType: 'authorization_code',
      clientId: 'arn:aws:signin:::devtools/same-device',
      code: expect.stringMatching(/./),
      redirectUri: page.searchParams.get('redirect_uri'),
      codeVerifier: expect.stringMatching(/^[\w-]{64}$/),
    })
    const saved = scene.saved()
    expect(saved).toEqual({
      accessToken: {
        accessKeyId: expect.stringMatching(/^ASIA/),
        secretAccessKey: expect.any(String),
        sessionToken: expect.any(String),
        accountId: bob.account,
        expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
      tokenType: 'aws_sigv4',
      clientId: 'arn:aws:signin:::devtools/same-device',
      refreshToken: expect.any(String),
      idToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      dpopKey: expect.stringMatching(/^-----BEGIN EC PRIVATE KEY-----\n/),
      signInRegion: 'eu-west-1',
    })
    expect(createPrivateKey(String(saved.dpopKey)).asymmetricKeyDetails?.namedCurve).toBe(
      'prime256v1',
    )
  })

  it('provides credentials for the profile and its role, and can be renewed', async () => {
    const scene = await LoginScene.open()
    await scene.signedIn()
    const get = (name: string) => scene.run([name, '--format', 'process'])
    const { accessKeyId } = scene.saved().accessToken
    expect(JSON.parse((await get('me')).stdout).AccessKeyId).toBe(accessKeyId)
    expect(await get('reader')).toMatchObject({ exitCode: 0 })
    const path = join(scene.folder, fileOf(bobs))
    const { accessToken, ...others } = scene.saved()
    const over = { ...accessToken, expiresAt: '2020-01-01T00:00:00Z' }
    writeFileSync(path, JSON.stringify({ ...others, accessToken: over }))
    const renewed = JSON.parse((await get('me')).stdout).AccessKeyId
    expect(renewed).toBe(scene.saved().accessToken.accessKeyId)
    expect(renewed).not.toBe(accessKeyId)
  })

  it('signs in to the source profile of a role', async () => {
    const scene = await LoginScene.open()
    expect(endOf(await scene.signedIn(['reader']))).toBe(signedIn)
    expect(scene.files()).toEqual([fileOf(bobs)])
  })

  it('passes the page to the browser, but no secret and no variable of the wrapper', async () => {
    const scene = await LoginScene.open()
    const browser = join(scene.home.path, 'browser')
    writeFileSync(
      browser,
      `#!/bin/sh
printf '%s\\n' "$@" >"$HOME/argv"
env >"$HOME/environment"
exec bash '${visit}' "$1"
`,
      { mode: 0o755 },
    )
    const wrapped = { ASSUME_SHELL: 'bash', __assume_saved_AWS_SECRET_ACCESS_KEY: 'x' }
    const run = await scene.login(['me', '--debug'], { BROWSER: browser, ...wrapped }).done
    expect(run.exitCode).toBe(0)
    const read = (name: string) => readFileSync(join(scene.home.path, name), 'utf8')
    expect(run.stderr).toContain(`\n${read('argv').trim()}\n`)
    expect(read('environment')).not.toMatch(/^(__assume|ASSUME_)/m)
    const { code, codeVerifier } = scene.asked('token')
    const { refreshToken, idToken, accessToken } = scene.saved()
    const secrets = [code, codeVerifier, refreshToken, idToken, accessToken.secretAccessKey]
    for (const secret of secrets) expect(read('argv') + run.stderr).not.toContain(secret)
  })

  it('stores nothing if another identity signs in', async () => {
    const scene = await LoginScene.open()
    scene.signIn.browserUser = admin
    const run = await scene.signedIn()
    expect(run).toMatchObject({ stdout: '', exitCode: 1 })
    expect(endOf(run)).toBe(
      failure(
        `you signed in as ${admins}, but the login_session of profile "me" is ${bobs} (~/.aws/config:2)`,
        'sign in as that identity: assume login me',
        'or see how the profile gets the other one: assume login me --new',
      ),
    )
    expect(scene.files()).toEqual([])
  })

  it('ends with an error if the user denies the request', async () => {
    const scene = await LoginScene.open()
    scene.signIn.browserUser = undefined
    const run = await scene.signedIn()
    expect(run.exitCode).toBe(1)
    expect(endOf(run)).toBe(
      failure('the sign-in was denied in the browser: The user denied the request (access_denied)'),
    )
    expect(scene.outcomes).toEqual(['authorize ok'])
    expect(scene.files()).toEqual([])
  })

  it('ends with an error if AWS does not accept the code', async () => {
    const scene = await LoginScene.open()
    const login = scene.login()
    const callback = await callbackOf(await login.page())
    callback.searchParams.set('code', 'stolen')
    await fetch(callback)
    const run = await login.done
    expect(run.exitCode).toBe(1)
    expect(endOf(run)).toBe(
      failure(
        'the code from the browser has expired: The authorization code has expired. (AUTHCODE_EXPIRED)',
        'for a new code: assume login me',
      ),
    )
    expect(scene.files()).toEqual([])
  })

  it('refuses a callback with another state, and continues to wait', async () => {
    const scene = await LoginScene.open()
    const login = scene.login()
    const callback = await callbackOf(await login.page())
    const foreign = new URL(callback)
    foreign.searchParams.set('state', 'x'.repeat(36))
    expect((await fetch(foreign)).status).toBe(400)
    expect((await fetch(callback)).status).toBe(200)
    expect(await login.done).toMatchObject({ exitCode: 0 })
  })

  withSecondUser(
    'refuses a callback from another user of the machine, even with the right state',
    async () => {
      const scene = await LoginScene.open()
      const login = scene.loginAsProcess('me', '--no-browser')
      const callback = await callbackOf(await login.page())
      expect(statusForSecondUser(callback.href)).toBe('403')
      await fetch(callback)
      expect(await login.done).toMatchObject({ exitCode: 0 })
    },
  )

  it('is cancelled by Ctrl-C, stores nothing and closes its port', async () => {
    const scene = await LoginScene.open()
    const login = scene.loginAsProcess('me', '--no-browser')
    const page = await login.page()
    login.end('SIGINT')
    const run = await login.done
    expect(run.exitCode).toBe(130)
    expect(endOf(run)).toBe('assume: cancelled, nothing was changed\n')
    expect(scene.files()).toEqual([])
    await expect(fetch(page.searchParams.get('redirect_uri') ?? '')).rejects.toThrow()
  })
})
