import { hang, raw, refuse, rootArn, userArn, type World } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { bob } from '../../../src/demo/fixture.ts'
import { privateCa, startProxy } from '../../support/aws/proxy.ts'
import { examined, faults, type SaidFinding } from '../../support/examination.ts'
import { keysOf } from '../../support/home.ts'
import { TestAws } from '../../support/test-aws.ts'

const [key] = bob.accessKeys
const withKeys = {
  AWS_ACCESS_KEY_ID: key?.accessKeyId ?? '',
  AWS_SECRET_ACCESS_KEY: key?.secretAccessKey ?? '',
}

async function seen(testAws: TestAws, env: Readonly<Record<string, string>> = {}) {
  const { findings, exitCode, stderr } = await examined([], { ...testAws.home.env, ...env })
  expect(stderr).toBe('')
  expect(JSON.stringify(findings)).not.toContain(withKeys.AWS_SECRET_ACCESS_KEY)
  return { faults: faults(findings), findings, exitCode }
}

const saying = (findings: readonly SaidFinding[], id: string) =>
  findings.filter((finding) => finding.id === id)

describe('assume doctor with STS', () => {
  it('reports the endpoint, the clock and the owner of each access key', async () => {
    const testAws = await TestAws.open({ credentials: keysOf(bob, 'default') })
    const { faults, findings, exitCode } = await seen(testAws, withKeys)
    expect({ faults, exitCode }).toEqual({ faults: [], exitCode: 0 })
    const { host } = new URL(testAws.aws.url)
    expect(saying(findings, 'sts')).toMatchObject([
      { what: `STS answers in us-east-1, at ${host}` },
    ])
    expect(saying(findings, 'clock')).toMatchObject([{ severity: 'ok' }])
    expect(saying(findings, 'whose-keys').map(({ what }) => what)).toEqual([
      `the keys of the environment are those of ${userArn(bob)}`,
      `the keys of profile "default" are those of ${userArn(bob)}`,
    ])
    expect(testAws.aws.calls.map(({ action }) => action)).toEqual([
      'GetCallerIdentity',
      'GetCallerIdentity',
      'GetCallerIdentity',
    ])
  })

  it('checks each pair if one access key ID has two secret keys', async () => {
    const testAws = await TestAws.open({ credentials: keysOf(bob, 'default') })
    const mistyped = { ...withKeys, AWS_SECRET_ACCESS_KEY: `x${withKeys.AWS_SECRET_ACCESS_KEY}` }
    const { findings } = await examined([], { ...testAws.home.env, ...mistyped })
    expect(saying(findings, 'whose-keys')).toMatchObject([
      { severity: 'broken', what: expect.stringContaining('(SignatureDoesNotMatch)') },
      { severity: 'ok', what: `the keys of profile "default" are those of ${userArn(bob)}` },
    ])
  })

  it('makes no call with --offline', async () => {
    const testAws = await TestAws.open({ credentials: keysOf(bob, 'default') })
    await examined(['--offline'], { ...testAws.home.env, ...withKeys })
    expect(testAws.aws.calls).toEqual([])
  })

  it.each([
    ['some minutes', 6, 'warning clock', 0],
    ['more than AWS accepts', 20, 'broken clock', 1],
    ['more than AWS accepts, in the other direction', -20, 'broken clock', 1],
  ])('reports a clock that is wrong by %s', async (_, minutes, fault, status) => {
    const testAws = await TestAws.open()
    testAws.aws.faults.skewSeconds = minutes * 60
    const { faults, findings, exitCode } = await seen(testAws)
    expect({ faults, exitCode }).toEqual({ faults: [fault], exitCode: status })
    expect(saying(findings, 'clock')).toMatchObject([
      {
        what: `the clock of this machine is ${Math.abs(minutes)} min ${minutes > 0 ? 'behind' : 'ahead of'} AWS's clock`,
        hints: ['the clock of this machine is wrong; to set it: sudo timedatectl set-ntp true'],
      },
    ])
  })

  it('reports an access key that AWS does not know', async () => {
    const testAws = await TestAws.open()
    const env = { AWS_ACCESS_KEY_ID: 'AKIAAAAAAAAAAAAAAAAA', AWS_SECRET_ACCESS_KEY: 'hush' }
    const { faults, findings, exitCode } = await seen(testAws, env)
    expect({ faults, exitCode }).toEqual({ faults: ['broken whose-keys'], exitCode: 1 })
    expect(saying(findings, 'whose-keys')[0]?.what).toContain('(InvalidClientTokenId)')
    expect(JSON.stringify(findings)).not.toContain('hush')
  })

  it('warns about an access key of the root user', async () => {
    const accessKeys = bob.accessKeys
    const world: World = { users: [], roles: [], roots: [{ account: bob.account, accessKeys }] }
    const testAws = await TestAws.open({ world, credentials: '' })
    const { faults, findings, exitCode } = await seen(testAws, withKeys)
    expect({ faults, exitCode }).toEqual({
      faults: ['warning no-profile', 'warning root-keys'],
      exitCode: 0,
    })
    expect(saying(findings, 'root-keys')[0]?.what).toContain(rootArn(bob.account))
  })
})

describe('assume doctor without an answer from STS', () => {
  it.each([
    ['nothing listens', 'http://127.0.0.1:1', ['broken sts']],
    ['there is no such host', 'https://nowhere.invalid', ['broken dns', 'broken sts']],
    ['plain http to another machine', 'http://nowhere.invalid', ['broken way-out']],
  ])('reports the fault: %s', async (_, url, expected) => {
    const testAws = await TestAws.open()
    const { faults, exitCode } = await seen(testAws, { ...withKeys, AWS_ENDPOINT_URL_STS: url })
    expect({ faults, exitCode }).toEqual({ faults: expected, exitCode: 1 })
  })

  it.each([
    ['a page that asks for a sign-in', raw('<html>Welcome to the hotel</html>')],
    ['a page of 5 MB', raw('x'.repeat(5_000_000))],
  ])('reports that another server answers: %s', async (_, fault) => {
    const testAws = await TestAws.open()
    testAws.aws.faults.always = fault
    const { faults, findings } = await seen(testAws, withKeys)
    expect(faults).toEqual(['broken sts'])
    expect(saying(findings, 'sts')[0]?.what).toContain('the answer is not from STS (HTTP 200)')
  })

  it('reports a timeout', async () => {
    const testAws = await TestAws.open()
    testAws.aws.faults.always = hang
    const { faults, findings } = await seen(testAws, withKeys)
    expect(faults).toEqual(['broken sts'])
    expect(saying(findings, 'sts')[0]?.what).toContain('timed out; no answer in time')
  })

  it('prints no control characters of an error message', async () => {
    const testAws = await TestAws.open()
    const refusal = refuse('MissingAuthenticationToken', 403, 'Request is missing it')
    testAws.aws.faults.next = [refusal]
    testAws.aws.faults.always = refuse('AccessDenied', 403, '\x1b]0;owned\x07 \u202e')
    const { stdout, exitCode } = await testAws.assume(['doctor'], { env: withKeys })
    expect(exitCode).toBe(1)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f\u202e]/)
  })
})

describe('assume doctor through a proxy', () => {
  it('reports the proxy and the CA bundle', async () => {
    const testAws = await TestAws.open()
    const proxy = await startProxy(testAws.aws.url)
    const { faults, findings } = await seen(testAws, {
      AWS_ENDPOINT_URL_STS: '',
      AWS_REGION: 'eu-west-1',
      HTTPS_PROXY: proxy.url.replace('//', '//me:hush@'),
      AWS_CA_BUNDLE: privateCa,
    })
    expect(saying(findings, 'sts')[0]?.what).toBe(
      'STS answers in eu-west-1, at sts.eu-west-1.amazonaws.com',
    )
    expect(faults).toEqual([])
    expect(saying(findings, 'proxy')[0]?.what).toBe(
      `through the proxy 127.0.0.1:${proxy.port} (HTTPS_PROXY), trusting the certificates in ${privateCa} (AWS_CA_BUNDLE)`,
    )
    expect(JSON.stringify(findings)).not.toContain('hush')
    expect(proxy.hosts).toEqual(['sts.eu-west-1.amazonaws.com:443'])
  })

  it.each([
    [407, 'it requires a user name and a password'],
    [403, 'it does not allow this host'],
  ])('explains the HTTP status %i of the proxy', async (status, words) => {
    const testAws = await TestAws.open()
    const proxy = await startProxy(testAws.aws.url, status)
    const { faults, findings, exitCode } = await seen(testAws, {
      AWS_ENDPOINT_URL_STS: '',
      AWS_REGION: 'eu-west-1',
      HTTPS_PROXY: proxy.url,
    })
    expect({ faults, exitCode }).toEqual({ faults: ['broken sts'], exitCode: 1 })
    expect(saying(findings, 'sts')[0]?.what).toContain(words)
  })

  it('hints at AWS_CA_BUNDLE if the certificate of the proxy is not trusted', async () => {
    const testAws = await TestAws.open()
    const proxy = await startProxy(testAws.aws.url)
    const { findings, faults } = await seen(testAws, {
      AWS_ENDPOINT_URL_STS: '',
      AWS_REGION: 'eu-west-1',
      HTTPS_PROXY: proxy.url,
    })
    expect(faults).toEqual(['broken sts'])
    expect(saying(findings, 'sts')[0]).toMatchObject({
      what: expect.stringContaining('its certificate is not trusted'),
      hints: [expect.stringContaining('AWS_CA_BUNDLE')],
    })
  })
})

describe('assume doctor reports from IAM', () => {
  const [first] = bob.accessKeys
  const user = (...serials: readonly string[]): World => ({
    users: [
      {
        ...bob,
        accessKeys: first ? [{ ...first, createdAt: '2020-11-23T19:22:12Z' }] : [],
        mfaDevices: serials.map((serial) => ({ serial })),
        policies: {
          own: {
            Version: '2012-10-17',
            Statement: {
              Effect: 'Allow',
              Action: ['iam:ListMFADevices', 'iam:ListAccessKeys'],
              Resource: '*',
            },
          },
        },
      },
    ],
    roles: [],
  })
  const told = async (world: World) => {
    const testAws = await TestAws.open({ world, credentials: keysOf(bob, 'default') })
    return seen(testAws, { AWS_ENDPOINT_URL_IAM: testAws.aws.url })
  }

  it('an access key that is older than 90 days, and the MFA device', async () => {
    const { faults, findings, exitCode } = await told(user('arn:aws:iam::123456789012:mfa/Bob'))
    expect({ faults, exitCode }).toEqual({ faults: ['warning key-old'], exitCode: 0 })
    expect(saying(findings, 'mfa-devices')[0]?.what).toBe(
      'the user of profile "default" has the MFA device arn:aws:iam::123456789012:mfa/Bob',
    )
  })

  it.each([
    ['a user without an MFA device', [], 'note mfa-device-missing'],
    [
      'an MFA device without codes',
      ['arn:aws:iam::123456789012:u2f/user/Bob/key'],
      'warning mfa-device-without-codes',
    ],
  ])('%s', async (_, serials, fault) => {
    expect((await told(user(...serials))).faults).toEqual([fault, 'warning key-old'])
  })

  it('nothing if the policies of the user do not allow it', async () => {
    const testAws = await TestAws.open({ credentials: keysOf(bob, 'default') })
    expect(await seen(testAws, { AWS_ENDPOINT_URL_IAM: testAws.aws.url })).toMatchObject({
      faults: [],
      exitCode: 0,
    })
    expect(testAws.aws.calls.map(({ action }) => action)).toContain('ListAccessKeys')
  })
})
