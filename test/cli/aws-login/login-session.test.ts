import { spawnSync } from 'node:child_process'
import { chmodSync, lstatSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fromLoginCredentials } from '@aws-sdk/credential-provider-login'
import { roleArn } from 'aws-stand-in'
import { execa } from 'execa'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { bob, noMfaRole } from '../../../src/demo/fixture.ts'
import { loginByBotocore, noBotocore } from '../../support/aws/botocore.ts'
import { signInCertificate, startSignInProxy } from '../../support/aws/proxy.ts'
import { program } from '../../support/program.ts'
import {
  loginSession,
  nearlyOver,
  over,
  type SignedIn,
  signedIn,
} from '../../support/sign-in/signed-in.ts'
import { evaluated, expectClean } from '../../support/test-aws.ts'

describe('a sign-in by aws login', () => {
  it('provides its credentials without a call to AWS while they are valid', async () => {
    const { testAws, signIn, env, saved, path } = await signedIn()
    const before = statSync(path)
    const { session, stderr, calls } = await testAws.session(['me'], { env })
    const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = saved().accessToken
    expect(session).toEqual({
      Version: 1,
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: expiresAt,
      AccountId: bob.account,
    })
    expect({ stderr, calls, asked: signIn.calls }).toEqual({ stderr: '', calls: [], asked: [] })
    expect(statSync(path)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs })
  })

  it('provides the source credentials of a role', async () => {
    const { testAws, env, saved } = await signedIn()
    const { stderr, calls } = await testAws.session(['reader', '--duration', '4h'], { env })
    expect(calls).toEqual([
      {
        action: 'AssumeRole',
        RoleArn: roleArn(noMfaRole),
        RoleSessionName: 'worker',
        DurationSeconds: '3600',
        by: saved().accessToken.accessKeyId,
        at: 'us-east-1',
      },
    ])
    expect(stderr).toContain('AWS gives no more to a role taken with temporary keys')
  })

  it('is renewed for a role after it expires, and stays the same identity', async () => {
    const { testAws, signIn, env, saved } = await signedIn(over)
    const { calls } = await testAws.session(['reader'], { env })
    expect(calls).toMatchObject([{ by: saved().accessToken.accessKeyId }])
    const { stdout } = await testAws.assume(['me'], { env })
    expect(await testAws.callerOf(await evaluated(stdout))).toBe(loginSession)
    expect(signIn.calls).toMatchObject([{ outcome: 'ok' }])
  })

  it('is renewed shortly before it expires, and other fields of the file stay', async () => {
    const { testAws, signIn, env, saved, write, path, litter } = await signedIn(nearlyOver)
    write({ ...saved(), newField: { preserved: [1, '2'] } })
    const before = saved()
    chmodSync(path, 0o644)
    chmodSync(dirname(path), 0o750)
    const { session, stderr } = await testAws.session(['me'], { env })
    const after = saved()
    expect(stderr).toBe('')
    expect(signIn.calls).toHaveLength(1)
    expect(after).toEqual({
      ...before,
      newField: { preserved: [1, '2'] },
      refreshToken: expect.not.stringContaining(String(before.refreshToken)),
      accessToken: {
        accessKeyId: session.AccessKeyId,
        secretAccessKey: session.SecretAccessKey,
        sessionToken: session.SessionToken,
        expiresAt: session.Expiration,
        accountId: bob.account,
      },
    })
    expect(session.AccessKeyId).not.toBe(before.accessToken.accessKeyId)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o750)
    expect(litter()).toEqual([])
  })

  it.each(['sec1', 'pkcs8'] as const)(
    'is renewed several times with a private key in %s format',
    async (keyForm) => {
      const { testAws, signIn, env, saved, write } = await signedIn({ ...over, keyForm })
      for (const count of [1, 2, 3]) {
        await testAws.session(['me'], { env })
        expect(signIn.calls).toHaveLength(count)
        const now = saved()
        write({ ...now, accessToken: { ...now.accessToken, expiresAt: '2020-01-01T00:00:00UTC' } })
      }
      expect(signIn.calls.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok'])
    },
  )

  it('is renewed with a --debug message, which contains no token', async () => {
    const { testAws, signIn, env, saved } = await signedIn(over)
    const before = saved()
    const { stderr } = await testAws.assume(['me', '--debug'], { env })
    expect(stderr).toContain(`renewing the sign-in of profile "me" at ${signIn.url}\n`)
    for (const { refreshToken, accessToken } of [before, saved()]) {
      expect(stderr).not.toContain(String(refreshToken))
      expect(stderr).not.toContain(accessToken.sessionToken)
    }
  })

  it('overrides other credentials in the config file, but not keys in the credentials file', async () => {
    const { testAws, env, saved } = await signedIn({
      lines: [
        'credential_process = /bin/false',
        'aws_access_key_id = AKIAAAAAAAAAAAAAAAAA',
        'aws_secret_access_key = x',
      ],
    })
    const { session } = await testAws.session(['me'], { env })
    expect(session.AccessKeyId).toBe(saved().accessToken.accessKeyId)
    const credentials = join(testAws.home.path, 'other-credentials')
    writeFileSync(
      credentials,
      `[me]\naws_access_key_id = ${bob.accessKeys[0]?.accessKeyId}\naws_secret_access_key = x\n`,
    )
    const chosen = { ...env, AWS_SHARED_CREDENTIALS_FILE: credentials }
    expect((await testAws.session(['me'], { env: chosen })).session.AccessKeyId).toBe(
      bob.accessKeys[0]?.accessKeyId,
    )
  })

  it.each(['~/elsewhere', '$HOME/elsewhere', '${HOME}/elsewhere'])(
    'is read from the folder in AWS_LOGIN_CACHE_DIRECTORY: %s',
    async (AWS_LOGIN_CACHE_DIRECTORY) => {
      const { testAws, env, saved, path } = await signedIn()
      const { accessKeyId } = saved().accessToken
      renameSync(dirname(path), join(testAws.home.path, 'elsewhere'))
      const run = { env: { ...env, AWS_LOGIN_CACHE_DIRECTORY } }
      expect((await testAws.session(['me'], run)).session.AccessKeyId).toBe(accessKeyId)
    },
  )

  it('can be a symbolic link, which stays a link after a renewal', async () => {
    const { testAws, signIn, env, saved, path } = await signedIn(over)
    const real = join(testAws.home.path, 'dotfiles.json')
    renameSync(path, real)
    symlinkSync(real, path)
    const { session } = await testAws.session(['me'], { env })
    expect(lstatSync(path).isSymbolicLink()).toBe(true)
    expect(saved().accessToken.accessKeyId).toBe(session.AccessKeyId)
    expect(signIn.calls).toHaveLength(1)
  })
})

const noCrt = spawnSync('python3', ['-c', 'import awscrt, botocore']).status !== 0

const botocoreProfile = `import sys
from botocore.session import Session
print(Session(profile=sys.argv[1]).get_credentials().get_frozen_credentials().access_key)`

async function python(script: string, argument: string, env: Readonly<Record<string, string>>) {
  const { stdout } = await execa('python3', ['-c', script, argument], {
    env: { PATH: process.env.PATH ?? '', ...env },
    extendEnv: false,
  })
  return stdout
}

describe('a sign-in that other AWS tools also use', () => {
  it.skipIf(noBotocore)('can be read by botocore after assume has renewed it', async () => {
    const { testAws, env } = await signedIn(over)
    const { session } = await testAws.session(['me'], { env })
    expect(await loginByBotocore(loginSession, testAws.home.env)).toBe(
      `${session.AccessKeyId} ${bob.account} ${session.Expiration}`,
    )
  })

  it.skipIf(noBotocore || noCrt)('can be renewed by assume and botocore in turn', async () => {
    await takesTurns((env) => python(botocoreProfile, 'me', env))
  })

  it('can be renewed by assume and the SDK for JavaScript in turn', async () => {
    onTestFinished(() => void vi.unstubAllEnvs())
    await takesTurns(async ({ HOME = '', AWS_ENDPOINT_URL_SIGNIN: endpoint = '' }) => {
      vi.stubEnv('AWS_LOGIN_CACHE_DIRECTORY', join(HOME, '.aws/login/cache'))
      vi.stubEnv('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true')
      const fromFile = fromLoginCredentials({
        profile: 'me',
        configFilepath: join(HOME, '.aws/config'),
        filepath: '/dev/null',
        clientConfig: { endpoint, region: 'us-east-1' },
      })
      return (await fromFile()).accessKeyId
    })
  })
})

/** assume renews the sign-in, then the other tool, then assume again. Each reads the file that the other one wrote. */
async function takesTurns(
  theirKeyId: (env: Readonly<Record<string, string>>) => Promise<string>,
): Promise<void> {
  const { testAws, signIn, env, saved, write } = await signedIn(over)
  const expire = () => {
    const { accessToken, ...others } = saved()
    write({ ...others, accessToken: { ...accessToken, expiresAt: '2020-01-01T00:00:00Z' } })
  }
  await testAws.session(['me'], { env })
  expire()
  const keyId = await theirKeyId({ ...testAws.home.env, ...env, AWS_REGION: 'us-east-1' })
  expect(keyId).toBe(saved().accessToken.accessKeyId)
  expect((await testAws.session(['me'], { env })).session.AccessKeyId).toBe(keyId)
  expire()
  await testAws.session(['me'], { env })
  expect(signIn.calls.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok'])
}

describe('concurrent renewals', () => {
  it('call AWS only once for ten shells', async () => {
    const { testAws, signIn, env, saved, litter } = await signedIn(over)
    const runs = await Promise.all(
      Array.from({ length: 10 }, () => testAws.assume(['me', '--format', 'process'], { env })),
    )
    expect(signIn.calls).toHaveLength(1)
    const { accessKeyId } = saved().accessToken
    for (const { stdout, stderr } of runs) {
      expect(stderr).toBe('')
      expect(JSON.parse(stdout).AccessKeyId).toBe(accessKeyId)
    }
    expect(litter()).toEqual([])
  })

  it('are not blocked by a process that was killed during its renewal', async () => {
    const { testAws, signIn, env, litter } = await signedIn(over)
    signIn.faults.push({ kind: 'hang' })
    const killed = execa(process.execPath, [program, 'me', '--format', 'env'], {
      env: { ...testAws.home.env, ...env },
      extendEnv: false,
      reject: false,
      stdio: 'ignore',
    })
    await expect.poll(() => signIn.calls.length, { interval: 5, timeout: 10_000 }).toBe(1)
    expect(litter()).toHaveLength(1)
    killed.kill('SIGKILL')
    await killed
    await testAws.session(['me'], { env })
    expect(litter()).toEqual([])
  })

  it('report a lock that another program has held for more than 20 seconds', async () => {
    const { testAws, signIn, env, path } = await signedIn(over)
    symlinkSync('a1b2c3d4e5f60718 1 2 elsewhere', `${path}.lock`)
    const { stdout, stderr, exitCode } = await testAws.assume(['me'], { env })
    expect({ stdout, exitCode, asked: signIn.calls }).toEqual({
      stdout: '(exit 1);\n',
      exitCode: 1,
      asked: [],
    })
    expect(stderr).toMatch(
      /^assume: another program has been renewing the sign-in of profile "me" for more than 20 seconds\n {2}hint: if none does: rm ~\/\.aws\/login\/cache\/\w+\.json\.lock\n$/,
    )
  }, 60_000)

  it('report a link in the place of the lock that is not a lock', async () => {
    const { testAws, signIn, env, path } = await signedIn(over)
    symlinkSync('garbage', `${path}.lock`)
    const { stdout, stderr, exitCode } = await testAws.assume(['me'], { env })
    expect({ stdout, exitCode, asked: signIn.calls }).toEqual({
      stdout: '(exit 1);\n',
      exitCode: 1,
      asked: [],
    })
    expect(stderr).toMatch(
      /^assume: the sign-in of profile "me" is not renewed: what lies at ~\/\.aws\/login\/cache\/\w+\.json\.lock is no lock of ours\n {2}hint: if no other program needs it: rm ~\/\.aws\/login\/cache\/\w+\.json\.lock\n$/,
    )
  })
})

describe('a sign-in that cannot be written', () => {
  it('still provides its credentials, with a warning', async () => {
    const { testAws, env, saved, litter } = await signedIn(over)
    const before = saved()
    // As on a full disk: files can be created, but nothing can be written to them.
    const script = `ulimit -f 0; exec '${process.execPath}' '${program}' me --format process`
    const { stdout, stderr } = await execa('sh', ['-c', script], {
      env: { ...testAws.home.env, ...env },
      extendEnv: false,
    })
    expectClean(stderr)
    expect(JSON.parse(stdout).AccessKeyId).not.toBe(before.accessToken.accessKeyId)
    expect(stderr).toMatch(
      /^assume: warning: the renewed sign-in of profile "me" cannot be written to ~\/\.aws\/login\/cache\/\w+\.json \(EFBIG\); its keys are valid, but the sign-in in the file is used up\n {2}hint: fix that, then sign in again: assume login me$/,
    )
    expect(saved()).toEqual(before)
    expect(litter()).toEqual([])
  })

  it.skipIf(process.getuid?.() === 0)(
    'still provides its credentials if its folder is read-only',
    async () => {
      const { testAws, env, path } = await signedIn(over)
      chmodSync(dirname(path), 0o500)
      const { stderr, exitCode } = await testAws.assume(['me'], { env })
      chmodSync(dirname(path), 0o700)
      expect(exitCode).toBe(0)
      expect(stderr).toContain(
        '(permission denied: ~/.aws/login/cache: its mode is 500); its keys are valid, but',
      )
    },
  )
})

const proxied = async (login: Readonly<Record<string, unknown>> = {}, ...lines: string[]) => {
  const home = await signedIn({ ...over, lines: [`ca_bundle = ${signInCertificate}`, ...lines] })
  home.write({ ...home.saved(), ...login })
  const proxy = await startSignInProxy(home.signIn.url)
  return { ...home, proxy }
}

describe('a renewal through a proxy', () => {
  it.each<
    [string, Readonly<Record<string, unknown>>, string, Readonly<Record<string, string>>, string]
  >([
    ['the default region', {}, '', {}, 'us-east-1.signin.aws.amazon.com'],
    [
      'the region in AWS_REGION',
      {},
      '',
      { AWS_REGION: 'eu-west-1' },
      'eu-west-1.signin.aws.amazon.com',
    ],
    [
      'the region of the profile, not of AWS_REGION',
      {},
      'region = eu-west-1',
      { AWS_REGION: 'ap-south-1' },
      'eu-west-1.signin.aws.amazon.com',
    ],
    [
      'the signInRegion in the file',
      { signInRegion: 'us-east-1' },
      'region = eu-west-1',
      {},
      'us-east-1.signin.aws.amazon.com',
    ],
    ['China', {}, 'region = cn-north-1', {}, 'cn-north-1.signin.amazonaws.cn'],
    ['GovCloud', {}, 'region = us-gov-west-1', {}, 'us-gov-west-1.signin.amazonaws-us-gov.com'],
    ['FIPS', {}, 'use_fips_endpoint = true', {}, 'signin-fips.us-east-1.amazonaws.com'],
    [
      'dual stack',
      {},
      'region = eu-west-1',
      { AWS_USE_DUALSTACK_ENDPOINT: 'true' },
      'signin.eu-west-1.api.aws',
    ],
    [
      'the default region with configured endpoints ignored',
      {},
      'ignore_configured_endpoint_urls = true',
      { AWS_ENDPOINT_URL_SIGNIN: 'https://nowhere.invalid' },
      'us-east-1.signin.aws.amazon.com',
    ],
  ])('uses the endpoint for %s', async (_, login, line, more, host) => {
    const { testAws, signIn, proxy } = await proxied(login, line)
    const env = { HTTPS_PROXY: proxy.url, AWS_ENDPOINT_URL_STS: '', ...more }
    const { stderr } = await testAws.session(['me'], { env })
    expect(stderr).toBe('')
    expect(proxy.hosts).toEqual([`${host}:443`])
    expect(signIn.calls).toEqual([{ host, outcome: 'ok' }])
  })

  it('reports a proxy that does not allow the host', async () => {
    const { testAws } = await proxied()
    const proxy = await startSignInProxy(testAws.aws.url, 403)
    const { stderr, exitCode } = await testAws.assume(['me'], { env: { HTTPS_PROXY: proxy.url } })
    expect(exitCode).toBe(1)
    expect(stderr).toBe(
      `assume: CreateOAuth2Token failed: AWS Sign-In in us-east-1: the proxy ${proxy.url}: it does not allow this host (HTTP 403)\n  hint: the proxy must allow the host, or NO_PROXY must name it\n`,
    )
  })
})

describe('the endpoint of AWS Sign-In', () => {
  const local = (url: string) => `[services local]\nsignin =\n  endpoint_url = ${url}\n`

  it.each<[string, (home: SignedIn) => { lines: string; env: Readonly<Record<string, string>> }]>([
    ['AWS_ENDPOINT_URL', ({ signIn }) => ({ lines: '', env: { AWS_ENDPOINT_URL: signIn.url } })],
    [
      'the services of the profile',
      ({ signIn }) => ({
        lines: `endpoint_url = http://127.0.0.1:1\nservices = local\n${local(signIn.url)}`,
        env: {},
      }),
    ],
    [
      'the endpoint_url of the profile',
      ({ signIn }) => ({ lines: `endpoint_url = ${signIn.url}`, env: {} }),
    ],
  ])('can be set with %s', async (_, said) => {
    const home = await signedIn(over)
    const { lines, env } = said(home)
    const config = join(home.testAws.home.path, 'config')
    writeFileSync(config, `[profile me]\nlogin_session = ${loginSession}\n${lines}\n`)
    await home.testAws.session(['me'], { env: { AWS_CONFIG_FILE: config, ...env } })
    expect(home.signIn.calls).toHaveLength(1)
  })

  it.each([
    [
      'http://sign-in.example',
      ' is not encrypted: anyone on the network path could read the keys of the sign-in',
    ],
    ['nowhere', ' is not the URL of an endpoint'],
    ['https://me:x@sign-in.example', ': an endpoint takes no user name and no password'],
  ])('cannot be %s', async (url, words) => {
    const { testAws, signIn } = await signedIn(over)
    const env = { AWS_ENDPOINT_URL_SIGNIN: url }
    const { stdout, stderr, exitCode } = await testAws.assume(['me'], { env })
    expect({ stdout, exitCode, asked: signIn.calls }).toEqual({
      stdout: '(exit 1);\n',
      exitCode: 1,
      asked: [],
    })
    expect(stderr).toContain(words)
  })
})
