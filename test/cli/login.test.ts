import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { noBotocore } from '../support/botocore.ts'
import { ssoCertificate, startSsoProxy } from '../support/proxy.ts'
import { corp, type Ended, old, SignInScene, startUrl, tokenFile } from '../support/sign-in.ts'

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)

/** As Python names it: `sha1(json.dumps({'tool': 'botocore', …}, sort_keys=True))`. */
const registrationFiles = {
  corp: '7c2673f8c8cc7e06a6433797ec22db23803bc2e0.json',
  old: 'c09bc4035fb28e49d56928384a84cfdda63da357.json',
  scopes: '6dbe68e5b299708adb4fddebb8431fefea1c2382.json',
  unicode: '46c7ac7812c7ad5ca7212ff22c19bb876cbd4f02.json',
}

const failure = (message: string, ...hints: string[]) => ({
  stdout: '',
  stderr: [`assume: ${message}`, ...hints.map((hint) => `  hint: ${hint}`), ''].join('\n'),
  exitCode: 1,
})

/** What stands below the page and the code. */
const end = ({ stderr }: Ended) => stderr.replace(/^assume: to sign in.*?at http\S+\n/s, '')

describe('with a code, in any browser', () => {
  it('signs in, and keeps the token as the AWS CLI does', async () => {
    const scene = await SignInScene.open()
    const login = scene.login()
    const code = await login.userCode()
    scene.oidc.approve(code, 'bob')
    const { stdout, stderr, exitCode } = await login.done
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 0 })
    expect(stderr.split('\n')).toEqual([
      'assume: to sign in to corp, open this page in any browser:',
      '',
      `${scene.oidc.url}/device?user_code=${code}`,
      '',
      `and see that it shows the code ${code}, or type it at ${scene.oidc.url}/device`,
      expect.stringMatching(
        /^assume: signed in to corp; the token is good until \S+Z, and is renewed by itself$/,
      ),
      '',
    ])
    const { [tokenFile('corp')]: token, ...others } = scene.cached()
    const { clientId, clientSecret } = scene.asked('token')
    expect(token).toEqual({
      startUrl,
      region: 'eu-west-1',
      accessToken: expect.stringMatching(/^aoaAccess/),
      expiresAt: time,
      refreshToken: expect.stringMatching(/^aorRefresh/),
      clientId,
      clientSecret,
      registrationExpiresAt: time,
    })
    expect(others).toEqual({
      [registrationFiles.corp]: {
        clientId,
        clientSecret,
        expiresAt: token?.registrationExpiresAt,
        scopes: ['sso:account:access'],
      },
    })
    expect(scene.directory.userOf(String(token?.accessToken))).toMatchObject({ name: 'bob' })
    expect(scene.asked('register')).toEqual({
      clientName: 'assume',
      clientType: 'public',
      scopes: ['sso:account:access'],
    })
  })

  it('a profile that says itself where: under its start URL, and without a refresh token', async () => {
    const scene = await SignInScene.open(old)
    const run = await scene.signIn(['old'])
    expect(end(run)).toMatch(/^assume: signed in to \S+; the token is good until \S+Z\n$/)
    const { [tokenFile(startUrl)]: token, ...others } = scene.cached()
    expect(token).not.toHaveProperty('refreshToken')
    expect(token).toMatchObject({ startUrl, accessToken: expect.stringMatching(/^aoa/) })
    expect(Object.keys(others)).toEqual([registrationFiles.old])
    expect(scene.asked('register')).toEqual({ clientName: 'assume', clientType: 'public' })
  })

  it('a name of any letters, and the scopes of the session', async () => {
    const name = 'Café "Süd" 😀\x7f'
    const scopes = 'sso_registration_scopes = sso:account:access, codewhisperer:completions\n'
    const scene = await SignInScene.open(
      `${corp}${scopes}${corp.replace('sso-session corp', `sso-session '${name}'`)}`,
    )
    await scene.signIn(['--sso-session', name])
    await scene.signIn(['--sso-session', 'corp'])
    expect(Object.keys(scene.cached()).sort()).toEqual(
      [
        tokenFile(name),
        tokenFile('corp'),
        registrationFiles.unicode,
        registrationFiles.scopes,
      ].sort(),
    )
    expect(scene.asked('register').scopes).toEqual([
      'sso:account:access',
      'codewhisperer:completions',
    ])
  })

  it('--quiet says where to sign in, and no more', async () => {
    const scene = await SignInScene.open()
    expect(end(await scene.signIn(['--quiet']))).toBe('')
  })

  it('--debug says each step, and no secret', async () => {
    const scene = await SignInScene.open()
    const { stderr } = await scene.signIn(['--debug'])
    expect(stderr).toContain(`assume: debug: RegisterClient at ${scene.oidc.url}\n`)
    expect(stderr).toContain(`assume: debug: CreateToken at ${scene.oidc.url}\n`)
    const secrets = Object.values(scene.cached()).flatMap((fields) =>
      Object.entries(fields).filter(([name]) => /Token|Secret/.test(name)),
    )
    expect(secrets).toHaveLength(4)
    for (const [, secret] of secrets) expect(stderr).not.toContain(secret)
    expect(stderr).not.toContain(String(scene.asked('token').deviceCode))
  })

  it('waits as long as it is told to, and longer when it asks too often', async () => {
    const scene = await SignInScene.open()
    const login = scene.login()
    const code = await login.userCode()
    scene.oidc.slowDown(code)
    await scene.until('token slow_down')
    scene.oidc.approve(code, 'bob')
    expect((await login.done).exitCode).toBe(0)
    expect(scene.outcomes.filter((outcome) => outcome === 'token slow_down')).toHaveLength(1)
  })

  it('that is denied', async () => {
    const scene = await SignInScene.open()
    const login = scene.login()
    scene.oidc.deny(await login.userCode())
    const run = await login.done
    expect({ ...run, stderr: end(run) }).toEqual(
      failure('the sign-in was denied in the browser: Access was denied'),
    )
    expect(Object.keys(scene.cached())).toEqual([registrationFiles.corp])
  })

  it('that nobody types while it lasts', async () => {
    const scene = await SignInScene.open()
    scene.oidc.timing.deviceCodeSeconds = 2
    const run = await scene.login().done
    expect({ ...run, stderr: end(run) }).toEqual(
      failure('nobody has signed in while the code lasted', 'for a new one: assume login'),
    )
  })

  it('Ctrl-C ends it at once', async () => {
    const scene = await SignInScene.open()
    scene.oidc.timing.intervalSeconds = 600
    const login = scene.login()
    await login.userCode()
    login.end('SIGINT')
    const run = await login.done
    expect(run.exitCode).toBe(130)
    expect(end(run)).toBe('assume: cancelled, nothing was changed\n')
    expect(scene.cached()).not.toHaveProperty(tokenFile('corp'))
  })
})

describe('the registration', () => {
  it('is used again while it lasts', async () => {
    const scene = await SignInScene.open()
    await scene.signIn()
    await scene.signIn()
    expect(scene.outcomes.filter((outcome) => outcome === 'register ok')).toHaveLength(1)
  })

  it('is made anew when it soon ends', async () => {
    const scene = await SignInScene.open()
    scene.oidc.timing.clientSeconds = 600
    await scene.signIn()
    await scene.signIn()
    expect(scene.outcomes.filter((outcome) => outcome === 'register ok')).toHaveLength(2)
  })

  it('is made anew when AWS knows it no more', async () => {
    const scene = await SignInScene.open()
    await scene.signIn()
    const before = scene.asked('token').clientId
    scene.oidc.deleteClients()
    expect((await scene.signIn()).exitCode).toBe(0)
    expect(scene.outcomes).toContain('device invalid_client')
    expect(scene.cached()[registrationFiles.corp]).not.toMatchObject({ clientId: before })
  })

  it.each([
    ['half a file', '{"clientId": "x", "clientSec'],
    ['other types', '{"clientId": 1, "clientSecret": ["x"], "expiresAt": "2100-01-01T00:00:00Z"}'],
    ['a time that is none', '{"clientId": "x", "clientSecret": "y", "expiresAt": "never"}'],
    [
      'that of the other flow',
      '{"clientId": "x", "clientSecret": "y", "grantTypes": ["authorization_code"], "expiresAt": "2100-01-01T00:00:00Z"}',
    ],
  ])('is made anew where there is %s', async (_, text) => {
    const scene = await SignInScene.open()
    scene.put(registrationFiles.corp, text)
    expect((await scene.signIn()).exitCode).toBe(0)
    expect(scene.outcomes[0]).toBe('register ok')
  })
})

describe('which sign-in', () => {
  const two = `${corp}${corp.replace('corp', 'home')}`
  const profiles = `
[profile dev]
sso_session = home
sso_account_id = 123456789012
sso_role_name = Admin

[profile admin]
role_arn = arn:aws:iam::123456789012:role/beyond
source_profile = dev

[profile keys]
region = eu-west-1

[profile loop]
role_arn = arn:aws:iam::123456789012:role/beyond
source_profile = loop
`

  it.each([
    ['the session of the profile', ['dev']],
    ['that of its source', ['admin']],
    ['the one that is named', ['--sso-session', 'home']],
  ])('%s', async (_, words) => {
    const scene = await SignInScene.open(two + profiles)
    expect((await scene.signIn(words)).exitCode).toBe(0)
    expect(scene.cached()).toHaveProperty([tokenFile('home')])
  })

  it('with --no-input needs nobody: it says how long the sign-in lasts, or that one is needed', async () => {
    const scene = await SignInScene.open()
    const needed = await scene.run(['login', '--no-input'])
    expect(needed).toMatchObject({ stdout: '', exitCode: 3 })
    expect(needed.stderr).toContain('a sign-in to IAM Identity Center (corp) is needed')
    expect((await scene.signIn()).exitCode).toBe(0)
    expect(await scene.run(['login', '--no-input'])).toEqual({
      stdout: '',
      stderr: expect.stringMatching(/^assume: still signed in to corp, until \S+Z\n$/),
      exitCode: 0,
    })
  })

  it('of several, with nobody to ask', async () => {
    const scene = await SignInScene.open(two)
    expect(await scene.run(['login'])).toEqual({
      ...failure(
        'there are several sign-ins, and none is named: corp, home',
        'name one with --sso-session, or a profile of it',
      ),
      exitCode: 2,
    })
  })

  it('the only one that profiles have, where there is no session', async () => {
    const scene = await SignInScene.open(old)
    expect((await scene.signIn()).exitCode).toBe(0)
    expect(scene.cached()).toHaveProperty([tokenFile(startUrl)])
  })

  it.each([
    [['keys'], 'profile "keys" does not sign in to IAM Identity Center (~/.aws/config:17)'],
    [['loop'], 'profile "loop" does not sign in to IAM Identity Center (~/.aws/config:20)'],
    [['nobody'], 'profile "nobody" is not in ~/.aws/config or ~/.aws/credentials'],
    [['--sso-session', 'corpse'], '--sso-session "corpse": there is no [sso-session corpse]'],
    [['dev', '--sso-session', 'home'], '"dev" and --sso-session both say where'],
  ])('%j is none', async (words, message) => {
    const scene = await SignInScene.open(two + profiles)
    const { stderr, exitCode } = await scene.run(['login', ...words])
    expect(stderr).toMatch(/^assume: .*\n {2}hint: /)
    expect(stderr.split('\n')[0]).toBe(`assume: ${message}`)
    expect(exitCode).toBe(words.includes('--sso-session') ? 2 : 1)
    expect(scene.outcomes).toEqual([])
  })

  const awsLogin = `
[profile me]
login_session = arn:aws:iam::123456789012:user/Bob

[profile up]
role_arn = arn:aws:iam::123456789012:role/beyond
source_profile = me
`

  it.each([
    [['login', 'me'], 'profile "me" signs', 'aws login --profile me'],
    [['login', 'up'], 'profile "me", the source of "up", signs', 'aws login --profile me'],
    [['logout', 'me'], 'profile "me" signs', 'aws logout --profile me'],
  ])('%j is one of aws login', async (words, whose, command) => {
    const scene = await SignInScene.open(`${corp}${awsLogin}`)
    const { stderr, exitCode } = await scene.run(words)
    expect(stderr).toMatch(
      /^assume: .* in with aws login, not to IAM Identity Center \(~\/\.aws\/config:\d+\)\n/,
    )
    expect(stderr).toContain(whose)
    expect(stderr.trimEnd().split('\n').at(-1)).toBe(`  hint: ${command}`)
    expect(exitCode).toBe(1)
  })

  it('names aws login where nothing else signs in', async () => {
    const scene = await SignInScene.open(awsLogin)
    expect((await scene.run(['login'])).stderr).toContain(
      '  hint: for a profile with a login_session: aws login --profile me\n',
    )
  })

  it('none at all', async () => {
    const scene = await SignInScene.open('')
    expect(await scene.run(['login'])).toEqual(
      failure(
        'no profile signs in to IAM Identity Center',
        'to set one up with the AWS CLI v2: aws configure sso',
      ),
    )
  })

  it('says so where a profile has the name of the command', async () => {
    const scene = await SignInScene.open(`${corp}[profile login]\nregion = eu-west-1\n`)
    expect((await scene.signIn()).stderr).toContain('assume --profile login\n')
  })
})

describe('what is cached', () => {
  it('is for the user alone, whatever the umask', async () => {
    const scene = await SignInScene.open()
    const run = scene.start('sh', ['-c', 'umask 000; exec "$@"', 'sh', ...scene.command('login')])
    scene.oidc.approve(await run.userCode(), 'bob')
    await run.done
    expect(Object.keys(scene.cached())).toHaveLength(2)
    for (const name of Object.keys(scene.cached())) {
      expect(scene.mode(`.aws/sso/cache/${name}`)).toBe('600')
    }
    expect(scene.mode('.aws/sso/cache')).toBe('700')
  })

  it('takes the place of what was there as a whole, but for fields of others', async () => {
    const scene = await SignInScene.open()
    scene.put(
      tokenFile('corp'),
      JSON.stringify({ accessToken: 'before', refreshToken: 'before', theirs: { a: [1] } }),
    )
    chmodSync(join(scene.cache, tokenFile('corp')), 0o644)
    await scene.signIn()
    const token = scene.cached()[tokenFile('corp')]
    expect(token).toMatchObject({ theirs: { a: [1] } })
    expect(JSON.stringify(token)).not.toContain('before')
    expect(scene.mode(`.aws/sso/cache/${tokenFile('corp')}`)).toBe('600')
  })

  it('goes into no file that a link leads to', async () => {
    const scene = await SignInScene.open(corp, { elsewhere: '{"accessToken": "x"}' })
    mkdirSync(scene.cache, { recursive: true })
    symlinkSync(join(scene.home.path, 'elsewhere'), join(scene.cache, tokenFile('corp')))
    expect((await scene.signIn()).exitCode).toBe(0)
    expect(scene.cached()[tokenFile('corp')]).toMatchObject({ startUrl })
  })

  it.skipIf(process.getuid?.() === 0)('cannot be, in a folder that takes nothing', async () => {
    const scene = await SignInScene.open()
    mkdirSync(scene.cache, { recursive: true })
    chmodSync(scene.cache, 0o500)
    const { stderr, exitCode } = await scene.run(['login'])
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(
      /^assume: ~\/\.aws\/sso\/cache\/\w+\.json cannot be written \(permission denied: ~\/\.aws\/sso\/cache: its mode is 500\)/,
    )
  })

  it('cannot be, where the folder is a file', async () => {
    const scene = await SignInScene.open()
    mkdirSync(join(scene.home.path, '.aws/sso'), { recursive: true })
    writeFileSync(scene.cache, '')
    const { stderr, exitCode } = await scene.run(['login'])
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/^assume: ~\/\.aws\/sso\/cache\/\w+\.json cannot be written \(E\w+\)\n/)
  })

  it('is as it was when the disk is full', async () => {
    const scene = await SignInScene.open()
    await scene.signIn()
    const before = scene.cached()
    const limited = 'ulimit -f 0; trap "" XFSZ; exec "$@"'
    const run = scene.start('sh', ['-c', limited, 'sh', ...scene.command('login')])
    scene.oidc.approve(await run.userCode(), 'bob')
    const ended = await run.done
    expect(ended.exitCode).toBe(1)
    expect(end(ended)).toMatch(/^assume: ~\S+\.json cannot be written \(EFBIG\)\n {2}hint: /)
    expect(scene.cached()).toEqual(before)
  })

  it.skipIf(noBotocore)('is what botocore takes, and can renew', async () => {
    const scene = await SignInScene.open(
      `${corp}[profile dev]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Admin\n`,
    )
    scene.directory.tokenSeconds = 300
    await scene.signIn()
    const first = scene.cached()[tokenFile('corp')]?.accessToken
    scene.directory.tokenSeconds = 8 * 3600
    const renewed = await scene.start('python3', ['-c', byBotocore]).done
    expect(renewed.stderr).toBe('')
    expect(scene.asked('token').grantType).toBe('refresh_token')
    const second = scene.cached()[tokenFile('corp')]?.accessToken
    expect(second).not.toBe(first)
    expect(renewed.stdout).toBe(`${second}\n`)
    const keys = await scene.run(['dev', '--format', 'process'])
    expect(JSON.parse(keys.stdout)).toMatchObject({ AccountId: '123456789012' })
  })
})

const byBotocore = `from botocore.session import Session
from botocore.tokens import SSOTokenProvider
provider = SSOTokenProvider(Session(profile='dev'), profile_name='dev')
print(provider.load_token().get_frozen_token().token)`

describe('through a proxy, with a private CA', () => {
  const behind = async (config: string) => {
    const scene = await SignInScene.open(config)
    const proxy = await startSsoProxy(scene.portal.url, scene.oidc.url)
    const env = {
      AWS_ENDPOINT_URL_SSO_OIDC: '',
      HTTPS_PROXY: proxy.url,
      AWS_CA_BUNDLE: ssoCertificate,
    }
    return { scene, proxy, env }
  }

  it.each([
    ['eu-west-1', {}, 'oidc.eu-west-1.amazonaws.com:443'],
    ['cn-north-1', {}, 'oidc.cn-north-1.amazonaws.com.cn:443'],
    ['eu-west-1', { AWS_USE_FIPS_ENDPOINT: 'true' }, 'oidc-fips.eu-west-1.amazonaws.com:443'],
    ['eu-west-1', { AWS_USE_DUALSTACK_ENDPOINT: 'true' }, 'oidc.eu-west-1.api.aws:443'],
    ['eu-west-1', { AWS_REGION: 'us-west-2' }, 'oidc.eu-west-1.amazonaws.com:443'],
  ])('in %s, with %j', async (region, more, host) => {
    const { scene, proxy, env } = await behind(corp.replace('eu-west-1', region))
    expect(await scene.signIn([], { ...env, ...more })).toMatchObject({ exitCode: 0 })
    expect(new Set(proxy.hosts)).toEqual(new Set([host]))
    expect(scene.cached()[tokenFile('corp')]).toMatchObject({ region })
  })

  it('the page for the browser is at the same host', async () => {
    const { scene, env } = await behind(corp)
    const login = scene.login(['--no-browser'], { ...env, DISPLAY: ':99' })
    expect((await login.page()).origin).toBe('https://oidc.eu-west-1.amazonaws.com')
    login.end('SIGINT')
    await login.done
  })
})
