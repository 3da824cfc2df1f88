import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { bob, noMfaRole } from '../../../src/demo/fixture.ts'
import { onMachine } from '../../support/aws/metadata-machine.ts'
import { privateCa, startProxy, untrustedServer } from '../../support/aws/proxy.ts'
import { examined } from '../../support/examination.ts'
import { keysOf } from '../../support/home.ts'
import { over, signedIn } from '../../support/sign-in/signed-in.ts'
import { SsoScene } from '../../support/sign-in/sso.ts'
import { TestAws } from '../../support/test-aws.ts'

type Environment = Readonly<Record<string, string>>

/** Many projects set this variable in their .env. */
const off = { NODE_TLS_REJECT_UNAUTHORIZED: '0' }

const role = [roleArn(noMfaRole), '--source-profile', 'Bob']

/** Each function makes one kind of connection to an https server with an untrusted certificate. */
const connections: readonly [string, (url: string) => Promise<unknown>][] = [
  ['STS', (url) => callingSts({ AWS_ENDPOINT_URL_STS: url }, { asProcess: true })],
  ['STS, with ca_bundle', (url) => callingSts({ AWS_ENDPOINT_URL_STS: url }, { hasBundle: true })],
  ['a proxy', (url) => callingSts({ AWS_ENDPOINT_URL_STS: '', HTTPS_PROXY: url })],
  [
    'a proxy, with ca_bundle',
    (url) => callingSts({ AWS_ENDPOINT_URL_STS: '', HTTPS_PROXY: url }, { hasBundle: true }),
  ],
  [
    'IAM',
    async (url) => {
      const testAws = await TestAws.open({ credentials: keysOf(bob, 'default') })
      return examined([], { ...testAws.home.env, AWS_ENDPOINT_URL_IAM: url, ...off })
    },
  ],
  [
    'STS, by assume doctor',
    async (url) => {
      const testAws = await TestAws.open({ credentials: keysOf(bob, 'default') })
      return examined([], { ...testAws.home.env, AWS_ENDPOINT_URL_STS: url, ...off })
    },
  ],
  [
    'IAM Identity Center',
    async (url) => {
      const sso = await SsoScene.open()
      await sso.signIn()
      return sso.assume(['dev'], { AWS_ENDPOINT_URL_SSO: url, ...off })
    },
  ],
  [
    'the sign-in of IAM Identity Center',
    async (url) => {
      const sso = await SsoScene.open()
      await sso.signIn('dev', { lasts: -60 })
      return sso.assume(['dev'], { AWS_ENDPOINT_URL_SSO_OIDC: url, ...off })
    },
  ],
  [
    'AWS Sign-In',
    async (url) => {
      const { testAws } = await signedIn(over)
      return testAws.assume(['me'], { env: { AWS_ENDPOINT_URL_SIGNIN: url, ...off } })
    },
  ],
  [
    'the sign-in of the console',
    async (url) => {
      const testAws = await TestAws.open()
      const env = { AWS_ENDPOINT_URL_SIGNIN_FEDERATION: url, ...off }
      return testAws.assume(['console', ...role, '--url'], { env })
    },
  ],
  [
    'the metadata of an EC2 instance',
    async (url) => {
      const { testAws } = await onMachine('Ec2InstanceMetadata')
      return testAws.assume(['near'], { env: { AWS_EC2_METADATA_SERVICE_ENDPOINT: url, ...off } })
    },
  ],
  [
    'the endpoint of a container',
    async (url) => {
      const { testAws } = await onMachine('EcsContainer')
      return testAws.assume(['near'], {
        env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/keys`, ...off },
      })
    },
  ],
]

async function callingSts(env: Environment, { hasBundle = false, asProcess = false } = {}) {
  const config = `[profile Bob]\nregion = eu-west-1\n${hasBundle ? `ca_bundle = ${privateCa}\n` : ''}`
  const testAws = await TestAws.open({ config })
  const run = await testAws.assume(role, { env: { ...env, ...off }, asProcess })
  expect(run).toMatchObject({ exitCode: 1, calls: [] })
  expect(run.stderr).toContain('its certificate is not trusted\n')
}

describe('with NODE_TLS_REJECT_UNAUTHORIZED=0 assume verifies the certificate of', () => {
  it.each(connections)('%s', async (_, connect) => {
    const { url, received } = await untrustedServer()
    // A warning from Node.js makes the test fail in `connect`.
    await connect(url)
    expect(received).toEqual([])
  })

  it.each([
    ['', {}],
    [
      ', with another ca_bundle',
      { AWS_CA_BUNDLE: `${import.meta.dirname}/../../fixtures/tls/sso.pem` },
    ],
  ])('STS behind a proxy%s', async (_, more) => {
    const testAws = await TestAws.open()
    const proxy = await startProxy(testAws.aws.url)
    const env = { AWS_ENDPOINT_URL_STS: '', AWS_REGION: 'eu-west-1', HTTPS_PROXY: proxy.url }
    const run = await testAws.assume(role, { env: { ...env, ...more, ...off }, asProcess: true })
    expect(proxy.hosts).toEqual(['sts.eu-west-1.amazonaws.com:443'])
    expect(run).toMatchObject({ exitCode: 1, calls: [] })
    expect(run.stderr).toContain('its certificate is not trusted\n')
  })

  it('STS behind a proxy, and accepted if AWS_CA_BUNDLE names its CA', async () => {
    const testAws = await TestAws.open()
    const proxy = await startProxy(testAws.aws.url)
    const env = { AWS_ENDPOINT_URL_STS: '', AWS_REGION: 'eu-west-1', HTTPS_PROXY: proxy.url }
    const trusting = { ...env, AWS_CA_BUNDLE: privateCa, ...off }
    const run = await testAws.session(role, { env: trusting, asProcess: true })
    expect(run).toMatchObject({ stderr: '', calls: [{ action: 'AssumeRole' }] })
  })
})

it('assume exec passes NODE_TLS_REJECT_UNAUTHORIZED to the program unchanged', async () => {
  const testAws = await TestAws.open()
  const show = ['sh', '-c', 'echo "<$NODE_TLS_REJECT_UNAUTHORIZED>"']
  const run = await testAws.assume(['exec', ...role, '--', ...show], { env: off })
  expect(run).toMatchObject({ stdout: '<0>\n', stderr: '', exitCode: 0 })
})

it('assume doctor reports that assume verifies certificates in spite of NODE_TLS_REJECT_UNAUTHORIZED=0', async () => {
  const testAws = await TestAws.open({ credentials: keysOf(bob, 'default') })
  const { findings, stderr } = await examined([], { ...testAws.home.env, ...off })
  expect(stderr).toBe('')
  expect(findings).toContainEqual(
    expect.objectContaining({
      id: 'certificates-unchecked',
      what: expect.stringContaining('assume verifies certificates anyway'),
    }),
  )
})
