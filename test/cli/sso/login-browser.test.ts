import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { statusForSecondUser, withSecondUser } from '../../support/processes/second-user.ts'
import {
  corp,
  type Ended,
  old,
  SignInScene,
  startUrl,
  tokenFile,
} from '../../support/sign-in/sign-in.ts'
import { visit } from '../../support/sign-in/visit.ts'

/** assume finds a display, but the test opens the page itself. */
const display = { DISPLAY: ':99' }
const shownOnly = ['--no-browser']

/** Runs `assume login` in its own process, whose end closes the port. */
function loginAsProcess(testAws: SignInScene) {
  const [node = '', ...words] = testAws.command('login', ...shownOnly)
  return testAws.start(node, words, display)
}

/** Standard error after the lines that show the page. */
const end = ({ stderr }: Ended) =>
  stderr.replace(
    /^assume: to sign in.*?\nin a browser elsewhere: assume login --use-device-code\n/s,
    '',
  )

const failure = (message: string, ...hints: string[]) =>
  [`assume: ${message}`, ...hints.map((hint) => `  hint: ${hint}`), ''].join('\n')

/** The callback URL to which the stand-in redirects the browser. */
async function callbackOf(page: URL): Promise<URL> {
  const { headers } = await fetch(page, { redirect: 'manual' })
  return new URL(headers.get('location') ?? '')
}

interface Asking {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Sends a request with any method and headers, also those that a browser would not send. */
function ask(url: URL, { method = 'GET', headers = {} }: Asking = {}) {
  return new Promise<{ status: number | undefined; body: string }>((answered, failed) => {
    request(url, { method, headers }, (response) => {
      let body = ''
      response.on('data', (data) => {
        body += data
      })
      response.on('end', () => answered({ status: response.statusCode, body }))
    })
      .on('error', failed)
      .end()
  })
}

describe('a sign-in in a browser on this machine', () => {
  it('uses the page that the AWS CLI opens, and caches the token and the registration', async () => {
    const testAws = await SignInScene.open()
    const login = testAws.login(shownOnly, display)
    const page = await login.page()
    expect(`${page.origin}${page.pathname}`).toBe(`${testAws.oidc.url}/authorize`)
    expect(Object.fromEntries(page.searchParams)).toEqual({
      response_type: 'code',
      client_id: expect.stringMatching(/./),
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/),
      state: expect.stringMatching(/^[\w-]{64}$/),
      code_challenge_method: 'S256',
      scopes: 'sso:account:access',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    })
    const answer = await fetch(page)
    expect(await answer.text()).toBe('Done: you can close this page and go back to the terminal.\n')
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'")
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const run = await login.done
    expect(run).toMatchObject({ stdout: '', exitCode: 0 })
    expect(end(run)).toMatch(
      /^assume: signed in to corp; the sign-in is valid until \S+Z and renewed automatically\n$/,
    )
    expect(testAws.outcomes).toEqual(['register ok', 'authorize ok', 'token ok'])
    const { [tokenFile('corp')]: token, ...others } = testAws.cached()
    expect(token).toMatchObject({
      startUrl,
      region: 'eu-west-1',
      refreshToken: expect.any(String),
    })
    expect(Object.values(others)).toEqual([
      {
        clientId: token?.clientId,
        clientSecret: token?.clientSecret,
        expiresAt: token?.registrationExpiresAt,
        scopes: ['sso:account:access'],
        grantTypes: ['authorization_code', 'refresh_token'],
      },
    ])
    expect(testAws.asked('register')).toEqual({
      clientName: 'assume',
      clientType: 'public',
      scopes: ['sso:account:access'],
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: ['http://127.0.0.1/oauth/callback'],
      issuerUrl: startUrl,
    })
  })

  it('passes the page to the program in BROWSER, but no secret and no wrapper variable', async () => {
    const testAws = await SignInScene.open()
    const browser = join(testAws.home.path, 'browser')
    writeFileSync(
      browser,
      `#!/bin/sh
printf '%s\\n' "$@" >"$HOME/argv"
env >"$HOME/environment"
exec bash '${visit}' "$2"
`,
      { mode: 0o755 },
    )
    const saved = { __assume_saved: '1', __assume_saved_AWS_SECRET_ACCESS_KEY: 'x' }
    const BROWSER = `/nowhere %s:${browser} --new %s`
    const run = await testAws.login([], { BROWSER, ASSUME_SHELL: 'bash', ...saved }).done
    expect(run.exitCode).toBe(0)
    const read = (name: string) => readFileSync(join(testAws.home.path, name), 'utf8')
    const [option, page] = read('argv').split('\n')
    expect(option).toBe('--new')
    expect(run.stderr).toContain(`\n${page}\n`)
    expect(read('environment')).not.toMatch(/^(__assume|ASSUME_)/m)
    const { clientSecret, code, codeVerifier } = testAws.asked('token')
    for (const secret of [clientSecret, code, codeVerifier]) {
      expect(read('argv') + run.stderr).not.toContain(secret)
    }
  })

  it('reports that no browser could be started, and still accepts the callback', async () => {
    const testAws = await SignInScene.open()
    const login = testAws.login([], { BROWSER: '/nowhere' })
    await login.shown(/(no browser could be started: open the page yourself)/)
    await fetch(await login.page())
    expect((await login.done).exitCode).toBe(0)
  })

  it('reuses its client registration, but not that of a device code sign-in', async () => {
    const testAws = await SignInScene.open()
    await testAws.signIn()
    for (const _ of [1, 2]) {
      const login = testAws.login(shownOnly, display)
      await fetch(await login.page())
      await login.done
    }
    expect(testAws.outcomes.filter((outcome) => outcome === 'register ok')).toHaveLength(2)
  })

  it('ends with an error if the user denies the request', async () => {
    const testAws = await SignInScene.open()
    testAws.oidc.browserUser = undefined
    const login = testAws.login(shownOnly, display)
    const answer = await fetch(await login.page())
    expect(await answer.text()).toMatch(/^Not signed in/)
    const run = await login.done
    expect(run.exitCode).toBe(1)
    expect(end(run)).toBe(
      failure('the sign-in was denied in the browser: The user denied the request (access_denied)'),
    )
    expect(testAws.cached()).toEqual({})
  })

  it('ends with an error if AWS does not accept the code', async () => {
    const testAws = await SignInScene.open()
    const login = testAws.login(shownOnly, display)
    const callback = await callbackOf(await login.page())
    callback.searchParams.set('code', 'stolen')
    await fetch(callback)
    const run = await login.done
    expect(run.exitCode).toBe(1)
    expect(end(run)).toBe(
      failure('CreateToken failed: Invalid authorization code provided (InvalidGrantException)'),
    )
    expect(testAws.cached()).toEqual({})
  })

  it('succeeds at the next attempt if AWS has deleted the client registration', async () => {
    const testAws = await SignInScene.open()
    await fetch(await testAws.login(shownOnly, display).page())
    await testAws.until('token ok')
    testAws.oidc.deleteClients()
    const login = testAws.login(shownOnly, display)
    expect((await fetch(await login.page())).status).toBe(401)
    login.end('SIGINT')
    expect(await login.done).toMatchObject({ exitCode: 130 })
    const next = testAws.login(shownOnly, display)
    await fetch(await next.page())
    expect((await next.done).exitCode).toBe(0)
  })

  it('is cancelled by Ctrl-C, caches nothing and closes its port', async () => {
    const testAws = await SignInScene.open()
    const login = loginAsProcess(testAws)
    const page = await login.page()
    login.end('SIGINT')
    const run = await login.done
    expect(run.exitCode).toBe(130)
    expect(end(run)).toBe('assume: cancelled, nothing was changed\n')
    expect(testAws.cached()).toEqual({})
    await expect(ask(new URL(page.searchParams.get('redirect_uri') ?? ''))).rejects.toThrow()
  })
})

describe('the server that waits for the callback', () => {
  withSecondUser(
    'refuses a callback from another user of the machine, even with the right state',
    async () => {
      const testAws = await SignInScene.open()
      const login = loginAsProcess(testAws)
      const page = await login.page()
      const callback = new URL(page.searchParams.get('redirect_uri') ?? '')
      callback.searchParams.set('state', page.searchParams.get('state') ?? '')
      callback.searchParams.set('code', 'of-somebody-else')
      expect(statusForSecondUser(callback.href)).toBe('403')
      await fetch(page)
      expect(await login.done).toMatchObject({ exitCode: 0 })
    },
  )

  it.each([
    ['another state', (url: URL) => url.searchParams.set('state', 'x'.repeat(64)), 400],
    ['no state', (url: URL) => url.searchParams.delete('state'), 400],
    ['two states', (url: URL) => url.searchParams.append('state', 'x'), 400],
    ['no code', (url: URL) => url.searchParams.delete('code'), 400],
    ['two codes', (url: URL) => url.searchParams.append('code', 'x'), 400],
    ['a code with a line break', (url: URL) => url.searchParams.set('code', 'a\r\nb'), 400],
    [
      'an error without the state',
      (url: URL) => {
        url.search = '?error=access_denied'
      },
      400,
    ],
    [
      'another path',
      (url: URL) => {
        url.pathname = '/oauth/callback/x'
      },
      404,
    ],
  ])('refuses a callback with %s, and continues to wait', async (_, change, status) => {
    const testAws = await SignInScene.open()
    const login = testAws.login(shownOnly, display)
    const callback = await callbackOf(await login.page())
    const wrong = new URL(callback)
    change(wrong)
    expect(await ask(wrong)).toEqual({ status, body: 'This is not what assume waits for.\n' })
    expect((await ask(callback)).status).toBe(200)
    expect((await login.done).exitCode).toBe(0)
  })

  it.each([
    ['another method', { method: 'POST' }, 405],
    ['another host', { headers: { Host: 'evil.example' } }, 421],
    ['another port of this host', { headers: { Host: '127.0.0.1:1' } }, 421],
    [
      'the host localhost, which can be the name of another machine',
      { headers: { Host: 'localhost' } },
      421,
    ],
  ])('refuses a request with %s, and continues to wait', async (_, asking, status) => {
    const testAws = await SignInScene.open()
    const login = testAws.login(shownOnly, display)
    const callback = await callbackOf(await login.page())
    expect((await ask(callback, asking)).status).toBe(status)
    expect((await ask(callback)).status).toBe(200)
    expect((await login.done).exitCode).toBe(0)
  })

  it('accepts only the first valid callback', async () => {
    const testAws = await SignInScene.open()
    testAws.oidc.faults.token = [{ kind: 'hang' }]
    const login = loginAsProcess(testAws)
    const callback = await callbackOf(await login.page())
    expect((await ask(callback)).status).toBe(200)
    await testAws.until('token ok')
    callback.searchParams.set('code', 'another')
    expect((await ask(callback)).status).toBe(410)
    login.end('SIGKILL')
    expect(testAws.outcomes.filter((outcome) => outcome.startsWith('token'))).toHaveLength(1)
  })

  it('listens only on 127.0.0.1', async () => {
    const testAws = await SignInScene.open()
    const login = testAws.login(shownOnly, display)
    const { port } = await callbackOf(await login.page())
    const taken = createServer()
    onTestFinished(() => void taken.close())
    // A server that listened on all addresses would also have this port of 127.0.0.2.
    await new Promise<void>((listening, failed) =>
      taken.on('error', failed).listen(Number(port), '127.0.0.2', listening),
    )
    expect((taken.address() as AddressInfo).port).toBe(Number(port))
    login.end('SIGINT')
    await login.done
  })
})

describe('a sign-in with a device code', () => {
  it.each([
    ['with --use-device-code', corp, ['--use-device-code'], display],
    ['without a display', corp, [], {}],
    ['over ssh', corp, [], { ...display, SSH_CONNECTION: '::1 1 ::1 22' }],
    ['over ssh, on its terminal', corp, [], { ...display, SSH_TTY: '/dev/pts/1' }],
    ['for a profile without an sso_session', old, [], display],
  ])('is used %s', async (_, config, words, env) => {
    const testAws = await SignInScene.open(config)
    const login = testAws.login([...words, '--no-browser'], env)
    testAws.oidc.approve(await login.userCode(), 'bob')
    expect((await login.done).exitCode).toBe(0)
  })

  it('opens its page over ssh if BROWSER is set', async () => {
    const testAws = await SignInScene.open()
    const opened = join(testAws.home.path, 'opened')
    const ssh = { SSH_CONNECTION: '::1 1 ::1 22', BROWSER: `sh -c 'echo "$0" >${opened}'` }
    const login = testAws.login([], ssh)
    const code = await login.userCode()
    await login.page()
    while (!existsSync(opened)) await new Promise((look) => setTimeout(look, 20))
    testAws.oidc.approve(code, 'bob')
    expect((await login.done).exitCode).toBe(0)
    expect(readFileSync(opened, 'utf8')).toBe(`${testAws.oidc.url}/device?user_code=${code}\n`)
  })
})
