import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startProxy } from '../../support/aws/proxy.ts'
import { corp, old, SignInScene, startUrl, tokenFile } from '../../support/sign-in/sign-in.ts'

const profiles = `${corp}${corp.replace('corp', 'home')}${old}
[profile dev]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Admin

[profile broken]
sso_session = corp
sso_role_name = Admin
`

/** The AWS CLI v2 names the credentials of a role by `json.dumps(…, sort_keys=True, separators=(',', ':'))`. */
const keysFile = (json: string) => `${createHash('sha1').update(json).digest('hex')}.json`
const devKeys = keysFile('{"accountId":"123456789012","roleName":"Admin","sessionName":"corp"}')
const oldKeys = keysFile(`{"accountId":"123456789012","roleName":"Admin","startUrl":"${startUrl}"}`)

/** Bob has signed in to all sessions, and the AWS CLI has cached the credentials of two roles. */
async function signedIn() {
  const testAws = await SignInScene.open(profiles)
  for (const words of [['--sso-session', 'corp'], ['--sso-session', 'home'], ['old']]) {
    expect(await testAws.signIn(words)).toMatchObject({ exitCode: 0 })
  }
  const cli = join(testAws.home.path, '.aws/cli/cache')
  mkdirSync(cli, { recursive: true })
  const keys = JSON.stringify({ ProviderType: 'sso', Credentials: {} })
  writeFileSync(join(cli, devKeys), keys)
  writeFileSync(join(cli, oldKeys), keys)
  writeFileSync(join(cli, 'role.json'), JSON.stringify({ Credentials: {} }))
  const tokenOf = (name: string) => String(testAws.cached()[tokenFile(name)]?.accessToken)
  return { testAws, cli, tokens: ['corp', 'home', startUrl].map(tokenOf) }
}

const namesIn = (folder: string) => readdirSync(folder).sort()

describe('assume logout', () => {
  it('revokes and removes all tokens, and removes the role credentials of the AWS CLI', async () => {
    const { testAws, cli, tokens } = await signedIn()
    const run = await testAws.run(['logout'])
    expect(run).toEqual({
      stdout: '',
      stderr: `assume: signed out of ${startUrl}\nassume: removed from the cache of the AWS CLI: keys of 2 roles\n`,
      exitCode: 0,
    })
    for (const token of tokens) expect(testAws.directory.userOf(token)).toBeUndefined()
    const cached = Object.values(testAws.cached())
    expect(cached).toHaveLength(3)
    for (const registration of cached) expect(registration).not.toHaveProperty('accessToken')
    expect(namesIn(cli)).toEqual(['role.json'])
  })

  it.each([
    ['a profile', ['dev'], 'corp', devKeys, oldKeys],
    ['an sso-session', ['--sso-session', 'corp'], 'corp', devKeys, oldKeys],
    ['a profile without an sso_session', ['old'], startUrl, oldKeys, devKeys],
  ])('signs out only of %s', async (_, words, name, gone, left) => {
    const { testAws, cli } = await signedIn()
    const before = Object.keys(testAws.cached())
    const run = await testAws.run(['logout', ...words])
    expect(run.stderr).toBe(
      `assume: signed out of ${startUrl}\nassume: removed from the cache of the AWS CLI: keys of a role\n`,
    )
    expect(Object.keys(testAws.cached())).toEqual(before.filter((each) => each !== tokenFile(name)))
    expect(namesIn(cli)).toEqual([left, 'role.json'].sort())
    expect(namesIn(cli)).not.toContain(gone)
    const requests = testAws.portal.requests.filter(({ step }) => step === 'logout')
    expect(requests).toMatchObject([{ status: 200 }])
  })

  it('sends no request if the user is not signed in', async () => {
    const testAws = await SignInScene.open()
    const nobody = { stdout: '', stderr: 'assume: you are not signed in\n', exitCode: 0 }
    expect(await testAws.run(['logout'])).toEqual(nobody)
    expect(await testAws.run(['logout', '--sso-session', 'corp'])).toEqual(nobody)
    expect(testAws.portal.requests).toEqual([])
  })

  it('succeeds if AWS no longer knows the token', async () => {
    const { testAws } = await signedIn()
    testAws.directory.revoke()
    const { stderr, exitCode } = await testAws.run(['logout', 'dev'])
    expect(stderr).toMatch(/^assume: signed out of /)
    expect(exitCode).toBe(0)
    expect(testAws.cached()).not.toHaveProperty([tokenFile('corp')])
  })

  it.each([
    ['cuts the connection', { kind: 'drop' } as const, 'the connection was cut'],
    ['responds with HTTP 500', { kind: 'raw', status: 500, body: '' } as const, 'Logout failed'],
    [
      'sends 10 MB',
      { kind: 'raw', status: 400, body: 'x'.repeat(10_000_000) } as const,
      'Logout failed',
    ],
  ])('removes the token even if AWS %s', async (_, fault, words) => {
    const { testAws } = await signedIn()
    testAws.portal.faults.logout = fault
    const { stderr, exitCode } = await testAws.run(['logout', 'dev'])
    expect(stderr).toMatch(
      /^assume: warning: AWS was not told, and accepts the token until it expires: Logout failed/,
    )
    expect(stderr).toContain(words)
    expect(stderr).toContain('assume: signed out of')
    expect(exitCode).toBe(0)
    expect(testAws.cached()).not.toHaveProperty([tokenFile('corp')])
  })

  it('sends no token if the region is not an AWS region', async () => {
    const testAws = await SignInScene.open()
    const token = { accessToken: 'x', region: 'evil.example/', startUrl: '\x1b]0;pwned\x07' }
    testAws.put('theirs.json', JSON.stringify(token))
    const { stderr } = await testAws.run(['logout'], { AWS_ENDPOINT_URL_SSO: '' })
    expect(stderr).toContain('theirs.json, region: "evil.example/" is not an AWS region')
    expect(stderr).toContain('assume: signed out of \\x1b]0;pwned\\x07\n')
    expect(testAws.cached()).toEqual({})
  })

  it('sends a token to an unencrypted endpoint only with --allow-http-endpoint', async () => {
    const token = JSON.stringify({ accessToken: 'x', region: 'eu-west-1' })
    const testAws = await SignInScene.open()
    const proxy = await startProxy(testAws.portal.url, 502)
    const env = { AWS_ENDPOINT_URL_SSO: 'http://portal.example', HTTP_PROXY: proxy.url }
    testAws.put('theirs.json', token)
    const refused = await testAws.run(['logout'], env)
    expect(refused.stderr).toContain('http://portal.example is not encrypted: ')
    expect(refused.stderr).toContain('assume: signed out of ~/.aws/sso/cache/theirs.json\n')
    expect(proxy.hosts).toEqual([])
    testAws.put('theirs.json', token)
    const { stderr } = await testAws.run(['logout', '--allow-http-endpoint'], env)
    expect(stderr).toContain(`the proxy ${proxy.url}: it cannot reach the host`)
    expect(proxy.hosts).toEqual(['portal.example:80'])
  })

  it('does not remove what is not a file with a token', async () => {
    const testAws = await SignInScene.open(corp, { elsewhere: '{"accessToken": "x"}' })
    testAws.put('half.json', '{"accessToken": "x"')
    testAws.put('list.json', '["accessToken"]')
    testAws.put('other.json', '{"clientId": "x"}')
    symlinkSync(join(testAws.home.path, 'elsewhere'), join(testAws.cache, 'link.json'))
    mkdirSync(join(testAws.cache, 'folder.json'))
    expect((await testAws.run(['logout'])).stderr).toBe('assume: you are not signed in\n')
    expect(namesIn(testAws.cache)).toEqual([
      'folder.json',
      'half.json',
      'link.json',
      'list.json',
      'other.json',
    ])
  })

  it('mentions assume unset if the shell has a session', async () => {
    const testAws = await SignInScene.open()
    const held = { AWS_ACCESS_KEY_ID: 'ASIAX', AWS_SECRET_ACCESS_KEY: 'x', ASSUME_KEY_ID: 'ASIAX' }
    expect((await testAws.run(['logout'], held)).stderr).toContain(
      'assume: this shell keeps its session until it expires; to drop it: assume unset\n',
    )
  })

  it('prints nothing with --quiet, and the steps without tokens with --debug', async () => {
    const { testAws, tokens } = await signedIn()
    expect(await testAws.run(['logout', 'old', '--quiet'])).toEqual({
      stdout: '',
      stderr: '',
      exitCode: 0,
    })
    const { stderr } = await testAws.run(['logout', '--debug'])
    expect(stderr).toContain(`assume: debug: Logout at ${testAws.portal.url}\n`)
    for (const token of tokens) expect(stderr).not.toContain(token)
  })
})
