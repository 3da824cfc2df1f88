import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  drop,
  type Fault,
  hang,
  internalFailure,
  raw,
  refuse,
  roleArn,
  serviceUnavailable,
  slow,
  throttled,
} from 'aws-stand-in'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bob, noMfaRole } from '../../../src/demo/fixture.ts'
import { changeCached, readEntry, sessionFiles } from '../../support/cache-files.ts'
import { TestAws } from '../../support/test-aws.ts'

const role = ['Bob', noMfaRole.name]
const failed = `AssumeRole of ${roleArn(noMfaRole)} failed`
const endpointHint =
  'is that the endpoint of STS? see AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL and endpoint_url'

const thrice = (fault: Fault) => [fault, fault, fault]

/** Starts a server that is not STS, and closes it after the test. Returns its URL. */
async function otherServer(serve: RequestListener): Promise<string> {
  const server = createServer(serve)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const failure = (message: string, ...hints: string[]) => ({
  stdout: '(exit 1);\n',
  stderr: [`assume: ${message}`, ...hints.map((hint) => `  hint: ${hint}`), ''].join('\n'),
  exitCode: 1,
})

describe('retries', () => {
  it.each([
    ['a dropped connection', [drop]],
    ['two throttled calls', [throttled, throttled]],
    ['an internal failure', [internalFailure]],
    ['two answers that STS is unavailable', [serviceUnavailable, serviceUnavailable]],
    ['a slow answer', [slow(700)]],
  ])('succeed after %s', async (_, faults) => {
    const testAws = await TestAws.open()
    testAws.aws.faults.next = [...faults]
    const { stderr, calls } = await testAws.session(role)
    expect(stderr).toBe('')
    expect(calls).toHaveLength(faults[0]?.kind === 'slow' ? 1 : faults.length + 1)
  })

  it('do not send a refused MFA code again', async () => {
    const testAws = await TestAws.open()
    expect((await testAws.assume([...role, '654321'])).calls).toHaveLength(1)
  })
})

describe('a lasting failure is reported after three attempts', () => {
  it.each([
    [
      'a connection that is cut',
      drop,
      'the connection was cut',
      'try again; if it happens again, something between this machine and AWS cuts the connection',
    ],
    [
      'a gateway’s error page',
      raw('<html>Bad gateway</html>', 502),
      'the answer is not from STS (HTTP 502)',
      endpointHint,
    ],
  ])('%s', async (_, fault, words, hint) => {
    const testAws = await TestAws.open()
    testAws.aws.faults.next = thrice(fault)
    const run = await testAws.assume(role)
    expect(run).toMatchObject(failure(`${failed}: ${testAws.aws.url}: ${words}`, hint))
    expect(run.calls).toHaveLength(3)
  })

  it.each([
    [
      throttled,
      'Rate exceeded (Throttling)',
      'there were too many calls from this account; wait a moment and try again',
    ],
    [
      internalFailure,
      'The request processing has failed because of an unknown error, exception or failure. (InternalFailure)',
      'the failure is at AWS: try again later',
    ],
    [
      serviceUnavailable,
      'The request has failed due to a temporary failure of the server. (ServiceUnavailable)',
      'the failure is at AWS: try again later',
    ],
  ])('%j', async (fault, words, hint) => {
    const testAws = await TestAws.open()
    testAws.aws.faults.next = thrice(fault)
    const run = await testAws.assume(role)
    expect(run).toMatchObject(failure(`${failed}: ${words}`, hint))
    expect(run.calls).toHaveLength(3)
  })
})

describe('a call that times out while it waits for the next attempt', () => {
  it('reports the last answer of STS', async () => {
    const testAws = await TestAws.open()
    testAws.aws.faults.always = throttled
    const run = await testAws.assume(role, { env: { AWS_MAX_ATTEMPTS: '30' } })
    expect(run).toMatchObject(
      failure(
        `${failed}: Rate exceeded (Throttling)`,
        'there were too many calls from this account; wait a moment and try again',
      ),
    )
    expect(run.calls.length).toBeGreaterThan(3)
    expect(run.calls.length).toBeLessThan(30)
  })

  it('reports the last answer of STS also if the last attempt gets none', async () => {
    const testAws = await TestAws.open()
    testAws.aws.faults.next = [throttled]
    testAws.aws.faults.always = hang
    const run = await testAws.assume(role)
    expect(run).toMatchObject({ exitCode: 1 })
    expect(run.stderr).toContain(`${failed}: Rate exceeded (Throttling)\n`)
  })
})

describe('a FIPS or dual-stack endpoint that does not exist', () => {
  const ask = 'leave that out, or name another region (--region); is the network up?'
  const every = 'not every service has one in every region'

  it.each<[string, Readonly<Record<string, string>>, readonly string[], string, string]>([
    [
      'by a variable',
      { AWS_USE_FIPS_ENDPOINT: 'true', AWS_REGION: 'eu-nowhere-9' },
      [],
      'sts-fips.eu-nowhere-9.amazonaws.com',
      'AWS_USE_FIPS_ENDPOINT requests a FIPS endpoint',
    ],
    [
      'by an option',
      {},
      ['--region', 'eu-nowhere-9-fips'],
      'sts-fips.eu-nowhere-9.amazonaws.com',
      '--region requests a FIPS endpoint',
    ],
    [
      'by a line of the profile',
      { AWS_REGION: 'eu-nowhere-9' },
      ['--source-profile', 'Bob'],
      'sts.eu-nowhere-9.api.aws',
      '~/.aws/config:2, use_dualstack_endpoint requests a dual-stack endpoint',
    ],
    [
      'by both',
      { AWS_REGION: 'eu-nowhere-9', AWS_USE_FIPS_ENDPOINT: 'true' },
      ['--source-profile', 'Bob'],
      'sts-fips.eu-nowhere-9.api.aws',
      'AWS_USE_FIPS_ENDPOINT requests a FIPS endpoint, and ~/.aws/config:2, use_dualstack_endpoint requests a dual-stack endpoint',
    ],
  ])('requested %s: the error names the setting', async (_, env, options, host, asks) => {
    const testAws = await TestAws.open({ config: '[profile Bob]\nuse_dualstack_endpoint = true\n' })
    const byProfile = options.includes('--source-profile')
    const more = byProfile ? {} : { AWS_USE_DUALSTACK_ENDPOINT: 'false' }
    const run = await testAws.assume(
      [roleArn(noMfaRole), '--source-profile', 'Bob', ...(byProfile ? [] : options)],
      {
        env: { AWS_ENDPOINT_URL_STS: '', ...more, ...env },
      },
    )
    expect(run).toMatchObject(
      failure(
        `${failed}: STS in eu-nowhere-9 (${host}): the host was not found; is there a network?`,
        `${asks}: ${every}`,
        ask,
      ),
    )
  })
})

describe('a configured endpoint', () => {
  it.each([
    ['', '/'],
    ['/', '/'],
    ['/sts', '/sts'],
    ['/sts/', '/sts/'],
    ['/sts?team=a%20b&team=c', '/sts?team=a%20b&team=c'],
    ['?team=a', '/?team=a'],
  ])('%j is called with exactly this path and query', async (written, called) => {
    const paths: (string | undefined)[] = []
    const url = await otherServer((request, response) => {
      paths.push(request.url)
      response.writeHead(400).end()
    })
    const testAws = await TestAws.open()
    await testAws.assume(role, { env: { AWS_ENDPOINT_URL_STS: `${url}${written}` } })
    expect(paths).toEqual([called])
  })

  it('is called with a signature for its path and query', async () => {
    const testAws = await TestAws.open()
    const env = { AWS_ENDPOINT_URL_STS: `${testAws.aws.url}/sts?team=a%20b` }
    const { calls } = await testAws.session(role, { env })
    expect(calls).toHaveLength(1)
  })

  it('may be 0.0.0.0, which is this machine', async () => {
    const testAws = await TestAws.open()
    const env = { AWS_ENDPOINT_URL_STS: testAws.aws.url.replace('127.0.0.1', '0.0.0.0') }
    expect((await testAws.session(role, { env })).calls).toHaveLength(1)
  })
})

describe('an endpoint of STS', () => {
  it.each([
    [
      'nothing listens',
      'http://127.0.0.1:1',
      'connection refused; nothing listens there',
      'is the endpoint right? see AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL and endpoint_url',
    ],
    [
      'there is no such host',
      'https://nowhere.invalid',
      'the host was not found; is there a network?',
      'is the region right (--region), and the network up?',
    ],
  ])('is reported with a hint if %s', async (_, url, words, hint) => {
    const testAws = await TestAws.open()
    const run = await testAws.assume(role, { env: { AWS_ENDPOINT_URL_STS: url } })
    expect(run).toEqual({ ...failure(`${failed}: ${url}: ${words}`, hint), calls: [] })
  })

  it.each([
    ['file:///etc/passwd', ': "file:///etc/passwd" is not the URL of an endpoint'],
    ['nowhere', ': "nowhere" is not the URL of an endpoint'],
    ['http://', ': "http://" is not the URL of an endpoint'],
    ['http://x\ny', ': "http://x\\x0ay" is not the URL of an endpoint'],
    ['https://me:hush@aws.example', ': an endpoint takes no user name and no password'],
  ])('%j is refused before a call', async (url, words) => {
    const testAws = await TestAws.open()
    const run = await testAws.assume(role, { env: { AWS_ENDPOINT_URL_STS: url } })
    expect(run).toEqual({
      ...failure(
        `AWS_ENDPOINT_URL_STS${words}`,
        'it looks like https://sts.eu-west-1.amazonaws.com',
      ),
      calls: [],
    })
  })

  it('without encryption is refused before a call, unless --allow-http-endpoint is given', async () => {
    const testAws = await TestAws.open()
    const env = { AWS_ENDPOINT_URL_STS: 'http://nowhere.invalid' }
    const refusal = failure(
      'http://nowhere.invalid is not encrypted: anyone on the network path could read the code and the keys',
      'use https://…; or, in a network that you trust: --allow-http-endpoint',
    )
    expect(await testAws.assume(role, { env })).toEqual({ ...refusal, calls: [] })
    const allowed = await testAws.assume([...role, '--allow-http-endpoint'], { env })
    expect(allowed.stderr).toContain('the host was not found; is there a network?')
    const keys = { AWS_ACCESS_KEY_ID: 'AKIA1', AWS_SECRET_ACCESS_KEY: 's', ASSUME_KEY_ID: 'AKIA1' }
    const verify = ['status', '--verify']
    const status = await testAws.assume(verify, { env: { ...env, ...keys } })
    expect(status).toMatchObject({ stderr: refusal.stderr, exitCode: 1 })
    const verified = await testAws.assume([...verify, '--allow-http-endpoint'], {
      env: { ...env, ...keys },
    })
    expect(verified.stderr).toContain('the host was not found; is there a network?')
  })

  it('without encryption is accepted from a profile if no call uses it', async () => {
    const testAws = await TestAws.open({
      config: '[profile Bob]\nendpoint_url = http://minio.invalid\n',
    })
    const run = await testAws.assume(['Bob'], { env: { AWS_ENDPOINT_URL_STS: '' } })
    expect(run).toMatchObject({ stderr: '', exitCode: 0, calls: [] })
    expect(run.stdout).toContain('http://minio.invalid')
  })
})

describe('the number of attempts', () => {
  it.each([
    ['AWS_MAX_ATTEMPTS', { AWS_MAX_ATTEMPTS: '1' }, 1],
    ['max_attempts', {}, 2],
    ['AWS_MAX_ATTEMPTS in adaptive mode', { AWS_RETRY_MODE: 'adaptive', AWS_MAX_ATTEMPTS: '3' }, 3],
  ])('is set by %s', async (_, env, tries) => {
    const testAws = await TestAws.open({ config: '[profile Bob]\nmax_attempts = 2\n' })
    testAws.aws.faults.always = internalFailure
    expect((await testAws.assume(role, { env })).calls).toHaveLength(tries)
  })
})

describe('a call is abandoned', () => {
  it('after 15 seconds if the server never answers or never finishes its answer', async () => {
    const testAws = await TestAws.open()
    testAws.aws.faults.always = hang
    const dripping = await otherServer((_, response) => {
      response.write('<AssumeRoleResponse>')
      const timer = setInterval(() => response.write('<a/>'), 1000)
      response.on('close', () => clearInterval(timer))
    })
    const urls = [testAws.aws.url, dripping]
    const started = performance.now()
    const runs = await Promise.all(
      urls.map(async (url) => {
        const run = await testAws.assume(role, { env: { AWS_ENDPOINT_URL_STS: url } })
        return { ...run, seconds: (performance.now() - started) / 1000 }
      }),
    )
    for (const { seconds } of runs) {
      expect(seconds).toBeGreaterThan(14.9)
      expect(seconds).toBeLessThan(30)
    }
    const hint = 'is the network up? try again, or another region: --region us-east-1'
    expect(runs).toMatchObject(
      urls.map((url) => failure(`${failed}: ${url}: timed out; no answer in time`, hint)),
    )
  })

  it.each([
    ['too long to be one of STS', `<a>${'x'.repeat(5_000_000)}`],
    ['too long, and nothing but tags', '<a></a>'.repeat(500_000)],
  ])('before the end of the answer if it is %s', async (_, text) => {
    const testAws = await TestAws.open()
    const url = await otherServer((_, response) => void response.write(text))
    expect(await testAws.assume(role, { env: { AWS_ENDPOINT_URL_STS: url } })).toMatchObject(
      failure(`${failed}: ${url}: the answer is not from STS (too long)`, endpointHint),
    )
  })
})

describe('the clock of this machine', () => {
  it.each([
    [30, 'behind'],
    [-30, 'ahead of'],
  ])('%i minutes off: the call is signed again and the user is warned', async (minutes, side) => {
    const testAws = await TestAws.open()
    testAws.aws.faults.skewSeconds = minutes * 60
    const { stderr, calls } = await testAws.session(role)
    expect(calls).toHaveLength(2)
    expect(stderr).toBe(
      `assume: the clock of this machine is 30 minutes ${side} AWS's clock; the times shown are wrong by as much\n`,
    )
  })

  it('behind: a session is cached until its expiration, converted to the local clock', async () => {
    const testAws = await TestAws.open()
    testAws.aws.faults.skewSeconds = 30 * 60
    const { session } = await testAws.session(role)
    const seconds = (Date.parse(session.Expiration ?? '') - Date.now()) / 1000
    expect(seconds).toBeGreaterThan(3600 - 60)
    expect(seconds).toBeLessThan(3600 + 5)
    const [file = ''] = sessionFiles(testAws.home)
    // AWS returns the expiration in whole seconds, and the offset of the clock is an estimate.
    expect(Math.abs(readEntry(file).until - Date.parse(session.Expiration ?? ''))).toBeLessThan(
      1000,
    )
  })

  it('ahead when a session was created, and corrected since: --refresh renews the session', async () => {
    const testAws = await TestAws.open()
    await testAws.session(role)
    changeCached(testAws.home, 'roles', (entry) => {
      entry.value.madeAt += 30 * 60_000
    })
    expect((await testAws.session([...role, '--refresh'])).calls).toHaveLength(1)
  })

  it('ahead by more than the session lasts: the command fails', async () => {
    const testAws = await TestAws.open()
    testAws.aws.faults.skewSeconds = -7200
    const { stdout, stderr, exitCode } = await testAws.assume(role)
    expect({ stdout, exitCode }).toEqual({ stdout: '(exit 1);\n', exitCode: 1 })
    expect(stderr).toMatch(
      /^assume: AssumeRole gave a session that ended at .+, and here it is .+$/m,
    )
    expect(stderr).toContain('hint: the clock of this machine is wrong')
  })
})

describe('a refusal by AWS is reported with a hint', () => {
  it.each([
    [
      refuse('ExpiredToken', 403, 'The security token included in the request is expired'),
      'the session in profile "Bob" has expired: renew it where it came from',
    ],
    [
      refuse('InvalidClientTokenId', 403, 'The security token included in the request is invalid.'),
      `the key ${bob.accessKeys[0]?.accessKeyId} of profile "Bob" was deleted, deactivated or mistyped, or its session token is missing or belongs to another key`,
    ],
    [
      refuse(
        'SignatureDoesNotMatch',
        403,
        'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      ),
      `the secret key for ${bob.accessKeys[0]?.accessKeyId} in profile "Bob" is wrong or incomplete`,
    ],
    [
      refuse(
        'RegionDisabledException',
        403,
        'STS is not activated in this region for account:123456789012.',
      ),
      'call STS in a region where it is always active: --region us-east-1',
    ],
  ])('%j', async (fault, hint) => {
    const testAws = await TestAws.open()
    testAws.aws.faults.next = [fault]
    const { code, message } = fault as Extract<Fault, { kind: 'refuse' }>
    expect(await testAws.assume(role)).toMatchObject(
      failure(`${failed}: ${message} (${code})`, hint),
    )
  })
})
