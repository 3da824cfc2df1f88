import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { noBotocore } from '../../support/aws/botocore.ts'
import { ssoCertificate, startSsoProxy } from '../../support/aws/proxy.ts'
import {
  corp,
  type Ended,
  old,
  SignInScene,
  startUrl,
  tokenFile,
} from '../../support/sign-in/sign-in.ts'

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)

/** The names that botocore gives these files: `sha1(json.dumps({'tool': 'botocore', …}, sort_keys=True))`. */
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

/** Standard error after the lines that show the page and the code. */
const end = ({ stderr }: Ended) => stderr.replace(/^assume: to sign in.*?at http\S+\n/s, '')

describe('a sign-in with a device code', () => {
  it('caches the token and the registration as the AWS CLI does', async () => {
    const testAws = await SignInScene.open()
    const login = testAws.login()
    const code = await login.userCode()
    testAws.oidc.approve(code, 'bob')
    const { stdout, stderr, exitCode } = await login.done
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 0 })
    expect(stderr.split('\n')).toEqual([
      'assume: to sign in to corp, open this page in any browser:',
      '',
      `${testAws.oidc.url}/device?user_code=${code}`,
      '',
      `Check that the page shows the code ${code}, or enter it at ${testAws.oidc.url}/device`,
      expect.stringMatching(
        /^assume: signed in to corp; the sign-in is valid until \S+Z and renewed automatically$/,
      ),
      '',
    ])
    const { [tokenFile('corp')]: token, ...others } = testAws.cached()
    const { clientId, clientSecret } = testAws.asked('token')
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
    expect(testAws.directory.userOf(String(token?.accessToken))).toMatchObject({ name: 'bob' })
    expect(testAws.asked('register')).toEqual({
      clientName: 'assume',
      clientType: 'public',
      scopes: ['sso:account:access'],
    })
  })

  it('caches a token by start URL, without refresh token, for a profile without sso_session', async () => {
    const testAws = await SignInScene.open(old)
    const run = await testAws.signIn(['old'])
    expect(end(run)).toMatch(/^assume: signed in to \S+; the sign-in is valid until \S+Z\n$/)
    const { [tokenFile(startUrl)]: token, ...others } = testAws.cached()
    expect(token).not.toHaveProperty('refreshToken')
    expect(token).toMatchObject({ startUrl, accessToken: expect.stringMatching(/^aoa/) })
    expect(Object.keys(others)).toEqual([registrationFiles.old])
    expect(testAws.asked('register')).toEqual({ clientName: 'assume', clientType: 'public' })
  })

  it('supports any characters in the session name, and the scopes of the session', async () => {
    const name = 'Café "Süd" 😀\x7f'
    const scopes = 'sso_registration_scopes = sso:account:access, codewhisperer:completions\n'
    const testAws = await SignInScene.open(
      `${corp}${scopes}${corp.replace('sso-session corp', `sso-session '${name}'`)}`,
    )
    await testAws.signIn(['--sso-session', name])
    await testAws.signIn(['--sso-session', 'corp'])
    expect(Object.keys(testAws.cached()).sort()).toEqual(
      [
        tokenFile(name),
        tokenFile('corp'),
        registrationFiles.unicode,
        registrationFiles.scopes,
      ].sort(),
    )
    expect(testAws.asked('register').scopes).toEqual([
      'sso:account:access',
      'codewhisperer:completions',
    ])
  })

  it('with --quiet shows only the page and the code', async () => {
    const testAws = await SignInScene.open()
    expect(end(await testAws.signIn(['--quiet']))).toBe('')
  })

  it('with --debug shows the steps, but no secret', async () => {
    const testAws = await SignInScene.open()
    const { stderr } = await testAws.signIn(['--debug'])
    expect(stderr).toContain(`assume: debug: RegisterClient at ${testAws.oidc.url}\n`)
    expect(stderr).toContain(`assume: debug: CreateToken at ${testAws.oidc.url}\n`)
    const secrets = Object.values(testAws.cached()).flatMap((fields) =>
      Object.entries(fields).filter(([name]) => /Token|Secret/.test(name)),
    )
    expect(secrets).toHaveLength(4)
    for (const [, secret] of secrets) expect(stderr).not.toContain(secret)
    expect(stderr).not.toContain(String(testAws.asked('token').deviceCode))
  })

  it('polls less often after AWS responds with slow_down', async () => {
    const testAws = await SignInScene.open()
    const login = testAws.login()
    const code = await login.userCode()
    testAws.oidc.slowDown(code)
    await testAws.until('token slow_down')
    testAws.oidc.approve(code, 'bob')
    expect((await login.done).exitCode).toBe(0)
    expect(testAws.outcomes.filter((outcome) => outcome === 'token slow_down')).toHaveLength(1)
  })

  it('ends with an error if the user denies it', async () => {
    const testAws = await SignInScene.open()
    const login = testAws.login()
    testAws.oidc.deny(await login.userCode())
    const run = await login.done
    expect({ ...run, stderr: end(run) }).toEqual(
      failure('the sign-in was denied in the browser: Access was denied'),
    )
    expect(Object.keys(testAws.cached())).toEqual([registrationFiles.corp])
  })

  it('ends with an error if the user does not approve it before the code expires', async () => {
    const testAws = await SignInScene.open()
    testAws.oidc.timing.deviceCodeSeconds = 2
    const run = await testAws.login().done
    expect({ ...run, stderr: end(run) }).toEqual(
      failure('no sign-in before the code expired', 'for a new code: assume login'),
    )
  })

  it('is cancelled by Ctrl-C between two polls', async () => {
    const testAws = await SignInScene.open()
    testAws.oidc.timing.intervalSeconds = 600
    const login = testAws.login()
    await login.userCode()
    login.end('SIGINT')
    const run = await login.done
    expect(run.exitCode).toBe(130)
    expect(end(run)).toBe('assume: cancelled, nothing was changed\n')
    expect(testAws.cached()).not.toHaveProperty(tokenFile('corp'))
  })
})

describe('the client registration', () => {
  it('is reused while it is valid', async () => {
    const testAws = await SignInScene.open()
    await testAws.signIn()
    await testAws.signIn()
    expect(testAws.outcomes.filter((outcome) => outcome === 'register ok')).toHaveLength(1)
  })

  it('is replaced if it expires soon', async () => {
    const testAws = await SignInScene.open()
    testAws.oidc.timing.clientSeconds = 600
    await testAws.signIn()
    await testAws.signIn()
    expect(testAws.outcomes.filter((outcome) => outcome === 'register ok')).toHaveLength(2)
  })

  it('is replaced if AWS has deleted it', async () => {
    const testAws = await SignInScene.open()
    await testAws.signIn()
    const before = testAws.asked('token').clientId
    testAws.oidc.deleteClients()
    expect((await testAws.signIn()).exitCode).toBe(0)
    expect(testAws.outcomes).toContain('device invalid_client')
    expect(testAws.cached()[registrationFiles.corp]).not.toMatchObject({ clientId: before })
  })

  it.each([
    ['truncated JSON', '{"clientId": "x", "clientSec'],
    [
      'fields of other types',
      '{"clientId": 1, "clientSecret": ["x"], "expiresAt": "2100-01-01T00:00:00Z"}',
    ],
    ['an invalid expiry time', '{"clientId": "x", "clientSecret": "y", "expiresAt": "never"}'],
    [
      'the registration of a browser sign-in',
      '{"clientId": "x", "clientSecret": "y", "grantTypes": ["authorization_code"], "expiresAt": "2100-01-01T00:00:00Z"}',
    ],
  ])('is replaced if the cached file contains %s', async (_, text) => {
    const testAws = await SignInScene.open()
    testAws.put(registrationFiles.corp, text)
    expect((await testAws.signIn()).exitCode).toBe(0)
    expect(testAws.outcomes[0]).toBe('register ok')
  })
})

describe('the sign-in that assume login uses', () => {
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
    ['the session of the source profile', ['admin']],
    ['the session in --sso-session', ['--sso-session', 'home']],
  ])('is %s', async (_, words) => {
    const testAws = await SignInScene.open(two + profiles)
    expect((await testAws.signIn(words)).exitCode).toBe(0)
    expect(testAws.cached()).toHaveProperty([tokenFile('home')])
  })

  it('is renewed with --no-input, or leads to exit status 3 if it is missing', async () => {
    const testAws = await SignInScene.open()
    const needed = await testAws.run(['login', '--no-input'])
    expect(needed).toMatchObject({ stdout: '', exitCode: 3 })
    expect(needed.stderr).toContain('you are not signed in to IAM Identity Center (corp)')
    testAws.directory.tokenSeconds = 300
    expect((await testAws.signIn()).exitCode).toBe(0)
    const { accessToken } = testAws.cached()[tokenFile('corp')] ?? {}
    expect(await testAws.run(['login', '--no-input'])).toEqual({
      stdout: '',
      stderr: expect.stringMatching(/^assume: still signed in to corp, until \S+Z\n$/),
      exitCode: 0,
    })
    const renewed = testAws.cached()[tokenFile('corp')]?.accessToken
    expect(renewed).toMatch(/^aoaAccess/)
    expect(renewed).not.toBe(accessToken)
  })

  it('must be named if there are several and no terminal', async () => {
    const testAws = await SignInScene.open(two)
    expect(await testAws.run(['login'])).toEqual({
      ...failure(
        'there are several sign-ins: corp, home',
        'name one with --sso-session, or name a profile',
      ),
      exitCode: 2,
    })
  })

  it('is the only one of the profiles if there is no sso-session', async () => {
    const testAws = await SignInScene.open(old)
    expect((await testAws.signIn()).exitCode).toBe(0)
    expect(testAws.cached()).toHaveProperty([tokenFile(startUrl)])
  })

  it.each([
    [['keys'], 'profile "keys" has no sign-in (~/.aws/config:17)'],
    [['loop'], 'profile "loop" has no sign-in (~/.aws/config:20)'],
    [['nobody'], 'profile "nobody" is not in ~/.aws/config or ~/.aws/credentials'],
    [['--sso-session', 'corpse'], '--sso-session "corpse": there is no [sso-session corpse]'],
    [['dev', '--sso-session', 'home'], '"dev" and --sso-session both say where'],
  ])('cannot be selected by %j', async (words, message) => {
    const testAws = await SignInScene.open(two + profiles)
    const { stderr, exitCode } = await testAws.run(['login', ...words])
    expect(stderr).toMatch(/^assume: .*\n {2}hint: /)
    expect(stderr.split('\n')[0]).toBe(`assume: ${message}`)
    expect(exitCode).toBe(/--sso-session|nobody/.test(words.join(' ')) ? 2 : 1)
    expect(testAws.outcomes).toEqual([])
  })

  it('does not exist for a profile without sign-in settings, and hints say how to proceed', async () => {
    const testAws = await SignInScene.open(two + profiles)
    const hint = 'profiles that sign in have a line sso_session or login_session'
    expect(await testAws.run(['login', 'loop'])).toEqual(
      failure(
        'profile "loop" has no sign-in (~/.aws/config:20)',
        'it needs no sign-in: assume loop',
        hint,
      ),
    )
    expect(await testAws.run(['login', 'keys'])).toEqual(
      failure(
        'profile "keys" has no sign-in (~/.aws/config:17)',
        'to sign in as in the AWS console: assume login --new keys',
        hint,
      ),
    )
  })

  it('does not exist without profiles, and the hints say how to sign in', async () => {
    const testAws = await SignInScene.open('')
    expect(await testAws.run(['login'])).toEqual(
      failure(
        'no profile has a sign-in',
        'with the URL of your access portal: assume login https://corp.awsapps.com/start --region eu-west-1',
        'to sign in as in the AWS console: assume login --new',
      ),
    )
  })

  it('comes with the hint --profile login if a profile is named login', async () => {
    const testAws = await SignInScene.open(`${corp}[profile login]\nregion = eu-west-1\n`)
    expect((await testAws.signIn()).stderr).toContain('assume --profile login\n')
  })
})

describe('the cached sign-in', () => {
  it('can be read only by the user, whatever the umask', async () => {
    const testAws = await SignInScene.open()
    const run = testAws.start('sh', [
      '-c',
      'umask 000; exec "$@"',
      'sh',
      ...testAws.command('login'),
    ])
    testAws.oidc.approve(await run.userCode(), 'bob')
    await run.done
    expect(Object.keys(testAws.cached())).toHaveLength(2)
    for (const name of Object.keys(testAws.cached())) {
      expect(testAws.mode(`.aws/sso/cache/${name}`)).toBe('600')
    }
    expect(testAws.mode('.aws/sso/cache')).toBe('700')
  })

  it('replaces the earlier file, except for fields of other programs', async () => {
    const testAws = await SignInScene.open()
    testAws.put(
      tokenFile('corp'),
      JSON.stringify({ accessToken: 'before', refreshToken: 'before', theirs: { a: [1] } }),
    )
    chmodSync(join(testAws.cache, tokenFile('corp')), 0o644)
    await testAws.signIn()
    const token = testAws.cached()[tokenFile('corp')]
    expect(token).toMatchObject({ theirs: { a: [1] } })
    expect(JSON.stringify(token)).not.toContain('before')
    expect(testAws.mode(`.aws/sso/cache/${tokenFile('corp')}`)).toBe('600')
  })

  it('replaces symbolic links, and does not read or change their targets', async () => {
    const theirs = '{"accessToken": "x", "theirs": 1}'
    const testAws = await SignInScene.open(corp, { elsewhere: theirs })
    const elsewhere = join(testAws.home.path, 'elsewhere')
    mkdirSync(testAws.cache, { recursive: true })
    const files = [tokenFile('corp'), registrationFiles.corp]
    for (const file of files) symlinkSync(elsewhere, join(testAws.cache, file))
    expect((await testAws.signIn()).exitCode).toBe(0)
    expect(readFileSync(elsewhere, 'utf8')).toBe(theirs)
    const token = testAws.cached()[tokenFile('corp')]
    expect(token).toMatchObject({ startUrl })
    expect(token).not.toHaveProperty('theirs')
  })

  it.skipIf(process.getuid?.() === 0)('cannot be written if its folder is read-only', async () => {
    const testAws = await SignInScene.open()
    mkdirSync(testAws.cache, { recursive: true })
    chmodSync(testAws.cache, 0o500)
    const { stderr, exitCode } = await testAws.run(['login'])
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(
      /^assume: ~\/\.aws\/sso\/cache\/\w+\.json cannot be written \(permission denied: ~\/\.aws\/sso\/cache: its mode is 500\)/,
    )
  })

  it('cannot be written if a file is in the place of its folder', async () => {
    const testAws = await SignInScene.open()
    mkdirSync(join(testAws.home.path, '.aws/sso'), { recursive: true })
    writeFileSync(testAws.cache, '')
    const { stderr, exitCode } = await testAws.run(['login'])
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/^assume: ~\/\.aws\/sso\/cache\/\w+\.json cannot be written \(E\w+\)\n/)
  })

  it('stays unchanged if the disk is full', async () => {
    const testAws = await SignInScene.open()
    await testAws.signIn()
    const before = testAws.cached()
    const limited = 'ulimit -f 0; trap "" XFSZ; exec "$@"'
    const run = testAws.start('sh', ['-c', limited, 'sh', ...testAws.command('login')])
    testAws.oidc.approve(await run.userCode(), 'bob')
    const ended = await run.done
    expect(ended.exitCode).toBe(1)
    expect(end(ended)).toMatch(/^assume: ~\S+\.json cannot be written \(EFBIG\)\n {2}hint: /)
    expect(testAws.cached()).toEqual(before)
  })

  it.skipIf(noBotocore)('can be used and renewed by botocore', async () => {
    const testAws = await SignInScene.open(
      `${corp}[profile dev]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Admin\n`,
    )
    testAws.directory.tokenSeconds = 300
    await testAws.signIn()
    const first = testAws.cached()[tokenFile('corp')]?.accessToken
    testAws.directory.tokenSeconds = 8 * 3600
    const renewed = await testAws.start('python3', ['-c', byBotocore]).done
    expect(renewed.stderr).toBe('')
    expect(testAws.asked('token').grantType).toBe('refresh_token')
    const second = testAws.cached()[tokenFile('corp')]?.accessToken
    expect(second).not.toBe(first)
    expect(renewed.stdout).toBe(`${second}\n`)
    const keys = await testAws.run(['dev', '--format', 'process'])
    expect(JSON.parse(keys.stdout)).toMatchObject({ AccountId: '123456789012' })
  })
})

const byBotocore = `from botocore.session import Session
from botocore.tokens import SSOTokenProvider
provider = SSOTokenProvider(Session(profile='dev'), profile_name='dev')
print(provider.load_token().get_frozen_token().token)`

describe('a sign-in through a proxy with a private CA', () => {
  const behind = async (config: string) => {
    const testAws = await SignInScene.open(config)
    const proxy = await startSsoProxy(testAws.portal.url, testAws.oidc.url)
    const env = {
      AWS_ENDPOINT_URL_SSO_OIDC: '',
      HTTPS_PROXY: proxy.url,
      AWS_CA_BUNDLE: ssoCertificate,
    }
    return { testAws, proxy, env }
  }

  it.each([
    ['eu-west-1', {}, 'oidc.eu-west-1.amazonaws.com:443'],
    ['cn-north-1', {}, 'oidc.cn-north-1.amazonaws.com.cn:443'],
    ['eu-west-1', { AWS_USE_FIPS_ENDPOINT: 'true' }, 'oidc-fips.eu-west-1.amazonaws.com:443'],
    ['eu-west-1', { AWS_USE_DUALSTACK_ENDPOINT: 'true' }, 'oidc.eu-west-1.api.aws:443'],
    ['eu-west-1', { AWS_REGION: 'us-west-2' }, 'oidc.eu-west-1.amazonaws.com:443'],
  ])('uses the endpoint of %s with %j', async (region, more, host) => {
    const { testAws, proxy, env } = await behind(corp.replace('eu-west-1', region))
    expect(await testAws.signIn([], { ...env, ...more })).toMatchObject({ exitCode: 0 })
    expect(new Set(proxy.hosts)).toEqual(new Set([host]))
    expect(testAws.cached()[tokenFile('corp')]).toMatchObject({ region })
  })

  it('shows a page of the same endpoint', async () => {
    const { testAws, env } = await behind(corp)
    const login = testAws.login(['--no-browser'], { ...env, DISPLAY: ':99' })
    expect((await login.page()).origin).toBe('https://oidc.eu-west-1.amazonaws.com')
    login.end('SIGINT')
    await login.done
  })
})
