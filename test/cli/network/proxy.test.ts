import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn, type World } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { demoWorld, noMfaRole } from '../../../src/demo/fixture.ts'
import { privateCa, startProxy } from '../../support/aws/proxy.ts'
import { TestAws } from '../../support/test-aws.ts'

const role = [roleArn(noMfaRole), '--source-profile', 'Bob']
const failed = `AssumeRole of ${roleArn(noMfaRole)} failed`
const inIreland = 'sts.eu-west-1.amazonaws.com'

/** Without an endpoint, calls reach the stand-in only through the proxy. */
const noEndpoint = { AWS_ENDPOINT_URL_STS: '', AWS_REGION: 'eu-west-1' }

async function behindProxy(refusal?: number, world: World = demoWorld) {
  const testAws = await TestAws.open({
    world,
    config: `[profile Bob]
ca_bundle = ${privateCa}

[profile global]
source_profile = Bob
role_arn = ${roleArn(noMfaRole)}
ca_bundle = ${privateCa}
sts_regional_endpoints = legacy
`,
  })
  const proxy = await startProxy(testAws.aws.url, refusal)
  return { testAws, proxy, env: { ...noEndpoint, HTTPS_PROXY: proxy.url } }
}

const failure = (message: string, ...hints: string[]) => ({
  stdout: '(exit 1);\n',
  stderr: [`assume: ${message}`, ...hints.map((hint) => `  hint: ${hint}`), ''].join('\n'),
  exitCode: 1,
})

describe('through a proxy', () => {
  it.each([
    ['a region', {}, inIreland, 'eu-west-1'],
    [
      'FIPS',
      { AWS_REGION: 'us-east-1', AWS_USE_FIPS_ENDPOINT: 'true' },
      'sts-fips.us-east-1.amazonaws.com',
      'us-east-1',
    ],
    [
      'a region’s older FIPS name',
      { AWS_REGION: 'us-east-1-fips' },
      'sts-fips.us-east-1.amazonaws.com',
      'us-east-1',
    ],
    ['dual stack', { AWS_USE_DUALSTACK_ENDPOINT: 'true' }, 'sts.eu-west-1.api.aws', 'eu-west-1'],
    ['aws-global', { AWS_REGION: 'aws-global' }, 'sts.amazonaws.com', 'us-east-1'],
    ['legacy', { AWS_STS_REGIONAL_ENDPOINTS: 'legacy' }, 'sts.amazonaws.com', 'us-east-1'],
    [
      'configured endpoints that are to be ignored',
      {
        AWS_ENDPOINT_URL_STS: 'https://nowhere.invalid',
        AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
      },
      inIreland,
      'eu-west-1',
    ],
  ])('the call reaches the STS host for %s', async (_, more, host, region) => {
    const { testAws, proxy, env } = await behindProxy()
    const { stderr, calls } = await testAws.session(role, { env: { ...env, ...more } })
    expect(stderr).toBe('')
    expect(proxy.hosts).toEqual([`${host}:443`])
    expect(calls).toMatchObject([{ action: 'AssumeRole', at: region }])
    expect(testAws.aws.calls.at(-1)?.host).toBe(host)
  })

  it('the call reaches the STS host in China', async () => {
    const inPartition = (text: string) => text.replaceAll('arn:aws:', 'arn:aws-cn:')
    const world: World = JSON.parse(
      inPartition(JSON.stringify({ ...demoWorld, partition: 'aws-cn' })),
    )
    const { testAws, proxy, env } = await behindProxy(undefined, world)
    const inChina = role.map(inPartition)
    const china = { ...env, AWS_REGION: 'cn-north-1' }
    const { stderr, calls } = await testAws.assume(inChina, { env: china })
    expect(stderr).toBe('')
    expect(proxy.hosts).toEqual(['sts.cn-north-1.amazonaws.com.cn:443'])
    expect(calls).toMatchObject([{ action: 'AssumeRole', at: 'cn-north-1' }])
  })

  it('the call reaches the global endpoint if the profile requests it', async () => {
    const { testAws, proxy, env } = await behindProxy()
    await testAws.session(['global'], { env })
    expect(proxy.hosts).toEqual(['sts.amazonaws.com:443'])
  })

  it('the user name and password in its URL are sent to it, and are not shown', async () => {
    const { testAws, proxy, env } = await behindProxy()
    const HTTPS_PROXY = `me:p%40ss@127.0.0.1:${proxy.port}`
    const run = await testAws.assume([...role, '--debug'], {
      env: { ...env, HTTPS_PROXY, DEBUG: '*' },
    })
    expect(run.exitCode).toBe(0)
    expect(run.stderr).toContain(
      `${inIreland} through the proxy 127.0.0.1:${proxy.port} (HTTPS_PROXY)`,
    )
    expect(run.stderr).toContain(`trusting the certificates in ${privateCa} (~/.aws/config:2,`)
    expect(run.stderr).not.toMatch(/p%40ss|p@ss|me:p/)
    const sent = `Basic ${Buffer.from('me:p@ss').toString('base64')}`
    expect(proxy.authorizations).toEqual([sent])
  })

  it('an allowed http endpoint is also called with CONNECT', async () => {
    const { testAws, proxy, env } = await behindProxy(502)
    const plain = { AWS_ENDPOINT_URL_STS: 'http://sts.example', HTTP_PROXY: proxy.url }
    const run = await testAws.assume([...role, '--allow-http-endpoint'], {
      env: { ...env, ...plain },
    })
    expect(run.stderr).toContain(`the proxy ${proxy.url}: it cannot reach the host`)
    expect(proxy.hosts).toEqual(['sts.example:80'])
  })

  it('a dropped call is retried', async () => {
    const { testAws, proxy, env } = await behindProxy()
    testAws.aws.faults.next = [{ kind: 'drop' }]
    const { calls } = await testAws.session(role, { env })
    expect(calls).toHaveLength(2)
    expect(proxy.hosts).toHaveLength(2)
  })

  it('assume status --verify calls STS', async () => {
    const { testAws, proxy, env } = await behindProxy()
    const { stdout } = await testAws.assume(['Bob', '--format', 'process'], { env })
    const { AccessKeyId, SecretAccessKey } = JSON.parse(stdout)
    const held = {
      AWS_ACCESS_KEY_ID: AccessKeyId,
      AWS_SECRET_ACCESS_KEY: SecretAccessKey,
      ASSUME_KEY_ID: AccessKeyId,
      AWS_CA_BUNDLE: privateCa,
    }
    const status = await testAws.assume(['status', '--verify'], { env: { ...env, ...held } })
    expect(status).toMatchObject({ stderr: '', exitCode: 0 })
    expect(proxy.hosts).toEqual([`${inIreland}:443`])
  })
})

describe('without the proxy', () => {
  it('an endpoint on this machine is called', async () => {
    const { testAws, proxy, env } = await behindProxy()
    const local = { HTTP_PROXY: proxy.url, AWS_ENDPOINT_URL_STS: testAws.aws.url }
    const { calls } = await testAws.session(role, { env: { ...env, ...local } })
    expect(calls).toHaveLength(1)
    expect(proxy.hosts).toEqual([])
  })

  it('a host that NO_PROXY names is called', async () => {
    const { testAws, proxy, env } = await behindProxy()
    const url = 'https://sts.nowhere.invalid'
    const run = await testAws.assume(role, {
      env: { ...env, AWS_ENDPOINT_URL_STS: url, NO_PROXY: 'amazonaws.com, .invalid' },
    })
    expect(run.stderr).toContain(`${failed}: ${url}: the host was not found; is there a network?`)
    expect(proxy.hosts).toEqual([])
  })
})

describe('a proxy that does not connect', () => {
  it.each([
    [
      407,
      'it requires a user name and a password (HTTP 407)',
      'write them into the URL of the proxy, before its host, with a colon between them and @ after them',
    ],
    [
      502,
      'it cannot reach the host (HTTP 502)',
      'is the region or the endpoint right, and may the proxy reach it?',
    ],
    [
      403,
      'it does not allow this host (HTTP 403)',
      'the proxy must allow the host, or NO_PROXY must name it',
    ],
  ])('is reported with a hint for HTTP status %i', async (status, words, hint) => {
    const { testAws, proxy, env } = await behindProxy(status)
    const run = await testAws.assume(role, { env })
    const message = `${failed}: STS in eu-west-1: the proxy ${proxy.url}: ${words}`
    expect(run).toEqual({ ...failure(message, hint), calls: [] })
    expect(proxy.hosts).toHaveLength(1)
  })

  it('is reported if nothing listens', async () => {
    const { testAws, env } = await behindProxy()
    const HTTPS_PROXY = 'http://me:hush@127.0.0.1:1'
    const run = await testAws.assume(role, { env: { ...env, HTTPS_PROXY } })
    expect(run).toMatchObject(
      failure(
        `${failed}: STS in eu-west-1: the proxy http://127.0.0.1:1: connection refused; nothing listens there`,
        'is the proxy right? see HTTPS_PROXY; NO_PROXY names hosts that need no proxy',
      ),
    )
  })

  it('is reported with its authentication schemes if assume supports none of them', async () => {
    const testAws = await TestAws.open()
    const { url } = await startProxy(testAws.aws.url, 407, [
      'Proxy-Authenticate: Negotiate',
      'Proxy-Authenticate: NTLM, Digest realm="Basic, all", nonce="a,b"',
    ])
    const run = await testAws.assume(role, { env: { ...noEndpoint, HTTPS_PROXY: url } })
    expect(run.stderr).toContain(
      'a user name and a password (HTTP 407; it offers Negotiate, NTLM, Digest)\n',
    )
    expect(run.stderr).toContain(
      '  hint: assume and the AWS CLI support only Basic: for the others run a local proxy such as Cntlm, and name that\n',
    )
  })

  it('is reported with its authentication schemes if one of them is Basic', async () => {
    const testAws = await TestAws.open()
    const headers = ['Proxy-Authenticate: NTLM', 'Proxy-Authenticate: Basic realm="corp"']
    const { url } = await startProxy(testAws.aws.url, 407, headers)
    const run = await testAws.assume(role, { env: { ...noEndpoint, HTTPS_PROXY: url } })
    expect(run.stderr).toContain('(HTTP 407; it offers NTLM, Basic)\n')
    expect(run.stderr).toContain('hint: write them into the URL of the proxy')
  })

  it('is refused without its password if it is not a URL', async () => {
    const { testAws, env } = await behindProxy()
    const run = await testAws.assume(role, { env: { ...env, HTTPS_PROXY: 'http://me:hush@' } })
    expect(run).toMatchObject({ stdout: '(exit 1);\n', exitCode: 1 })
    expect(run.stderr).toMatch(/^assume: HTTPS_PROXY is not the URL of a proxy\n/)
    expect(run.stderr).not.toContain('hush')
  })
})

describe('a certificate', () => {
  it.each(['AWS_CA_BUNDLE', 'REQUESTS_CA_BUNDLE'])('of a CA in %s is trusted', async (variable) => {
    const testAws = await TestAws.open()
    const proxy = await startProxy(testAws.aws.url)
    const env = { ...noEndpoint, HTTPS_PROXY: proxy.url, [variable]: privateCa }
    expect((await testAws.session(role, { env })).calls).toHaveLength(1)
  })

  it('of an unknown CA is refused with a hint', async () => {
    const testAws = await TestAws.open()
    const proxy = await startProxy(testAws.aws.url)
    const run = await testAws.assume(role, { env: { ...noEndpoint, HTTPS_PROXY: proxy.url } })
    expect(run).toMatchObject(
      failure(
        `${failed}: STS in eu-west-1: its certificate is not trusted`,
        'behind a proxy that opens TLS, name its CA: export AWS_CA_BUNDLE=/path/to/ca.pem',
      ),
    )
    expect(run.calls).toEqual([])
  })

  it('for another host is refused', async () => {
    const { testAws, env } = await behindProxy()
    const run = await testAws.assume([...role, '--region', 'eu-north-1'], { env })
    expect(run).toMatchObject(
      failure(
        `${failed}: STS in eu-north-1: its certificate is for another host`,
        'is the endpoint right? if so, something between this machine and AWS answers instead',
      ),
    )
  })

  it.each([
    [
      '/no/such/ca.pem',
      'AWS_CA_BUNDLE: "/no/such/ca.pem" cannot be read (ENOENT)',
      ['name an existing file of certificates, or remove: AWS_CA_BUNDLE'],
    ],
    [
      '~nobody-at-all/ca.pem',
      'AWS_CA_BUNDLE: "~nobody-at-all/ca.pem" cannot be read (ENOENT)',
      ['name an existing file of certificates, or remove: AWS_CA_BUNDLE'],
    ],
    [
      '/dev/null',
      'AWS_CA_BUNDLE: there is no certificate in "/dev/null"',
      ['the file must be in PEM format and contain -----BEGIN CERTIFICATE-----'],
    ],
  ])('missing from the bundle %s makes only https calls fail', async (path, message, hints) => {
    const testAws = await TestAws.open()
    const env = { AWS_CA_BUNDLE: path, AWS_ENDPOINT_URL_STS: 'https://127.0.0.1:1' }
    const run = await testAws.assume(role, { env })
    expect(run).toEqual({ ...failure(message, ...hints), calls: [] })
    expect((await testAws.session(role, { env: { AWS_CA_BUNDLE: path } })).calls).toHaveLength(1)
  })

  it('in a bundle below ~ is used, and the shell gets the absolute path', async () => {
    const config = `[profile inside]
role_arn = ${roleArn(noMfaRole)}
source_profile = Bob
ca_bundle = ~/ca.pem
`
    // The file starts with a byte order mark, as editors on Windows write it.
    const files = { 'ca.pem': `\ufeff${readFileSync(privateCa, 'utf8')}` }
    const testAws = await TestAws.open({ config, files })
    const proxy = await startProxy(testAws.aws.url)
    const env = { ...noEndpoint, HTTPS_PROXY: proxy.url }
    const { stdout, exitCode, calls } = await testAws.assume(['inside', '--format', 'json'], {
      env,
    })
    expect({ exitCode, calls: calls.length }).toEqual({ exitCode: 0, calls: 1 })
    expect(JSON.parse(stdout).variables.AWS_CA_BUNDLE).toBe(join(testAws.home.path, 'ca.pem'))
    const named = { ...env, REQUESTS_CA_BUNDLE: '~/ca.pem' }
    const again = await testAws.session([...role, '--refresh'], { env: named })
    expect(again.calls).toHaveLength(1)
  })
})
