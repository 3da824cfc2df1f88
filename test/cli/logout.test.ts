import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startProxy } from '../support/proxy.ts'
import { corp, old, SignInScene, startUrl, tokenFile } from '../support/sign-in.ts'

const profiles = `${corp}${corp.replace('corp', 'home')}${old}
[profile dev]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Admin

[profile broken]
sso_session = corp
sso_role_name = Admin
`

/** As the AWS CLI v2 names the keys of a role: `json.dumps(…, sort_keys=True, separators=(',', ':'))`. */
const keysFile = (json: string) => `${createHash('sha1').update(json).digest('hex')}.json`
const devKeys = keysFile('{"accountId":"123456789012","roleName":"Admin","sessionName":"corp"}')
const oldKeys = keysFile(`{"accountId":"123456789012","roleName":"Admin","startUrl":"${startUrl}"}`)

/** Bob has signed in everywhere, and the AWS CLI has got keys with that. */
async function signedIn() {
  const scene = await SignInScene.open(profiles)
  for (const words of [['--sso-session', 'corp'], ['--sso-session', 'home'], ['old']]) {
    expect(await scene.signIn(words)).toMatchObject({ exitCode: 0 })
  }
  const cli = join(scene.home.path, '.aws/cli/cache')
  mkdirSync(cli, { recursive: true })
  const keys = JSON.stringify({ ProviderType: 'sso', Credentials: {} })
  writeFileSync(join(cli, devKeys), keys)
  writeFileSync(join(cli, oldKeys), keys)
  writeFileSync(join(cli, 'role.json'), JSON.stringify({ Credentials: {} }))
  const tokenOf = (name: string) => String(scene.cached()[tokenFile(name)]?.accessToken)
  return { scene, cli, tokens: ['corp', 'home', startUrl].map(tokenOf) }
}

const namesIn = (folder: string) => readdirSync(folder).sort()

describe('signing out', () => {
  it('of all there is: AWS is told, the tokens go, and what the AWS CLI got with them', async () => {
    const { scene, cli, tokens } = await signedIn()
    const run = await scene.run(['logout'])
    expect(run).toEqual({
      stdout: '',
      stderr: `assume: signed out of ${startUrl}\nassume: removed what the AWS CLI had cached: keys of 2 roles\n`,
      exitCode: 0,
    })
    for (const token of tokens) expect(scene.directory.userOf(token)).toBeUndefined()
    const cached = Object.values(scene.cached())
    expect(cached).toHaveLength(3)
    for (const registration of cached) expect(registration).not.toHaveProperty('accessToken')
    expect(namesIn(cli)).toEqual(['role.json'])
  })

  it.each([
    ['a profile', ['dev'], 'corp', devKeys, oldKeys],
    ['a session', ['--sso-session', 'corp'], 'corp', devKeys, oldKeys],
    ['a profile without a session', ['old'], startUrl, oldKeys, devKeys],
  ])('of %s alone', async (_, words, name, gone, left) => {
    const { scene, cli } = await signedIn()
    const before = Object.keys(scene.cached())
    const run = await scene.run(['logout', ...words])
    expect(run.stderr).toBe(
      `assume: signed out of ${startUrl}\nassume: removed what the AWS CLI had cached: keys of a role\n`,
    )
    expect(Object.keys(scene.cached())).toEqual(before.filter((each) => each !== tokenFile(name)))
    expect(namesIn(cli)).toEqual([left, 'role.json'].sort())
    expect(namesIn(cli)).not.toContain(gone)
    expect(scene.portal.requests).toMatchObject([{ step: 'logout', status: 200 }])
  })

  it('where nobody is signed in', async () => {
    const scene = await SignInScene.open()
    const nobody = { stdout: '', stderr: 'assume: nobody is signed in here\n', exitCode: 0 }
    expect(await scene.run(['logout'])).toEqual(nobody)
    expect(await scene.run(['logout', '--sso-session', 'corp'])).toEqual(nobody)
    expect(scene.portal.requests).toEqual([])
  })

  it('of a token that is over: AWS knows it no more, and that is all right', async () => {
    const { scene } = await signedIn()
    scene.directory.revoke()
    const { stderr, exitCode } = await scene.run(['logout', 'dev'])
    expect(stderr).toMatch(/^assume: signed out of /)
    expect(exitCode).toBe(0)
    expect(scene.cached()).not.toHaveProperty([tokenFile('corp')])
  })

  it.each([
    ['cuts the connection', { kind: 'drop' } as const, 'the connection was cut'],
    ['has an error', { kind: 'raw', status: 500, body: '' } as const, 'Logout failed'],
    [
      'sends ten megabytes',
      { kind: 'raw', status: 400, body: 'x'.repeat(10_000_000) } as const,
      'Logout failed',
    ],
  ])('keeps nothing where AWS %s', async (_, fault, words) => {
    const { scene } = await signedIn()
    scene.portal.faults.logout = fault
    const { stderr, exitCode } = await scene.run(['logout', 'dev'])
    expect(stderr).toMatch(
      /^assume: warning: AWS has not been told, and takes the token till it ends: Logout failed/,
    )
    expect(stderr).toContain(words)
    expect(stderr).toContain('assume: signed out of')
    expect(exitCode).toBe(0)
    expect(scene.cached()).not.toHaveProperty([tokenFile('corp')])
  })

  it('sends a token nowhere but to a region of AWS’s', async () => {
    const scene = await SignInScene.open()
    const token = { accessToken: 'x', region: 'evil.example/', startUrl: '\x1b]0;pwned\x07' }
    scene.put('theirs.json', JSON.stringify(token))
    const { stderr } = await scene.run(['logout'], { AWS_ENDPOINT_URL_SSO: '' })
    expect(stderr).toContain('theirs.json, region: "evil.example/" is not an AWS region')
    expect(stderr).toContain('assume: signed out of \\x1b]0;pwned\\x07\n')
    expect(scene.cached()).toEqual({})
  })

  it('sends it to no endpoint that is not encrypted, but where that is allowed', async () => {
    const token = JSON.stringify({ accessToken: 'x', region: 'eu-west-1' })
    const scene = await SignInScene.open()
    const proxy = await startProxy(scene.portal.url, 502)
    const env = { AWS_ENDPOINT_URL_SSO: 'http://portal.example', HTTP_PROXY: proxy.url }
    scene.put('theirs.json', token)
    const refused = await scene.run(['logout'], env)
    expect(refused.stderr).toContain('http://portal.example is not encrypted: ')
    expect(refused.stderr).toContain('assume: signed out of ~/.aws/sso/cache/theirs.json\n')
    expect(proxy.hosts).toEqual([])
    scene.put('theirs.json', token)
    const { stderr } = await scene.run(['logout', '--allow-http-endpoint'], env)
    expect(stderr).toContain(`the proxy ${proxy.url}: it cannot reach the host`)
    expect(proxy.hosts).toEqual(['portal.example:80'])
  })

  it('leaves alone what is no file with a token', async () => {
    const scene = await SignInScene.open(corp, { elsewhere: '{"accessToken": "x"}' })
    scene.put('half.json', '{"accessToken": "x"')
    scene.put('list.json', '["accessToken"]')
    scene.put('other.json', '{"clientId": "x"}')
    symlinkSync(join(scene.home.path, 'elsewhere'), join(scene.cache, 'link.json'))
    mkdirSync(join(scene.cache, 'folder.json'))
    expect((await scene.run(['logout'])).stderr).toBe('assume: nobody is signed in here\n')
    expect(namesIn(scene.cache)).toEqual([
      'folder.json',
      'half.json',
      'link.json',
      'list.json',
      'other.json',
    ])
  })

  it('of a shell that holds a session says how to drop that', async () => {
    const scene = await SignInScene.open()
    const held = { AWS_ACCESS_KEY_ID: 'ASIAX', AWS_SECRET_ACCESS_KEY: 'x', ASSUME_KEY_ID: 'ASIAX' }
    expect((await scene.run(['logout'], held)).stderr).toContain(
      'assume: this shell keeps its session until that ends; to drop it: assume unset\n',
    )
  })

  it('--quiet says nothing, --debug each step and no token', async () => {
    const { scene, tokens } = await signedIn()
    expect(await scene.run(['logout', 'old', '--quiet'])).toEqual({
      stdout: '',
      stderr: '',
      exitCode: 0,
    })
    const { stderr } = await scene.run(['logout', '--debug'])
    expect(stderr).toContain(`assume: debug: Logout at ${scene.portal.url}\n`)
    for (const token of tokens) expect(stderr).not.toContain(token)
  })
})
