import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ssoCertificate, startSsoProxy } from '../../support/aws/proxy.ts'
import { config, SsoScene } from '../../support/sign-in/sso.ts'

const noEndpoints = { AWS_ENDPOINT_URL_SSO: '', AWS_ENDPOINT_URL_SSO_OIDC: '' }

/** assume can reach the stand-in only through the proxy, and has to renew the token. */
async function behindProxy(region = 'eu-west-1') {
  const sso = await SsoScene.open({ config: config.replaceAll('eu-west-1', region) })
  await sso.signIn('dev', { lasts: -60 })
  const proxy = await startSsoProxy(sso.portal.url, sso.oidc.url)
  const env = { ...noEndpoints, HTTPS_PROXY: proxy.url, AWS_CA_BUNDLE: ssoCertificate }
  return { sso, proxy, env }
}

describe('a request through a proxy', () => {
  it.each([
    [
      'a region',
      'eu-west-1',
      {},
      'oidc.eu-west-1.amazonaws.com',
      'portal.sso.eu-west-1.amazonaws.com',
    ],
    [
      'China',
      'cn-north-1',
      {},
      'oidc.cn-north-1.amazonaws.com.cn',
      'portal.sso.cn-north-1.amazonaws.com.cn',
    ],
    [
      'FIPS',
      'eu-west-1',
      { AWS_USE_FIPS_ENDPOINT: 'true' },
      'oidc-fips.eu-west-1.amazonaws.com',
      'portal.sso-fips.eu-west-1.amazonaws.com',
    ],
    [
      'dual stack',
      'eu-west-1',
      { AWS_USE_DUALSTACK_ENDPOINT: 'true' },
      'oidc.eu-west-1.api.aws',
      'portal.sso.eu-west-1.api.aws',
    ],
  ])(
    'goes to the region of the sso-session, not to AWS_REGION or --region: %s',
    async (_, region, more, oidc, portal) => {
      const { sso, proxy, env } = await behindProxy(region)
      const work = { AWS_REGION: 'us-west-2', ...more }
      const { stderr } = await sso.session(['dev', '--region', 'eu-north-1'], { ...env, ...work })
      expect(stderr).toBe('')
      expect(proxy.hosts).toEqual([`${oidc}:443`, `${portal}:443`])
      expect(sso.portal.requests).toMatchObject([{ host: portal, status: 200 }])
    },
  )

  it('fails if the certificate is not trusted', async () => {
    const { sso, env } = await behindProxy()
    const { AWS_CA_BUNDLE: _, ...without } = env
    const { stdout, stderr } = await sso.assume(['dev'], without)
    expect(stdout).toBe('(exit 1);\n')
    expect(
      stderr,
    ).toBe(`assume: renewing the sign-in to "corp" failed: IAM Identity Center's sign-in in eu-west-1: its certificate is not trusted
  hint: behind a proxy that opens TLS, name its CA: export AWS_CA_BUNDLE=/path/to/ca.pem
`)
  })

  it('fails if the certificate is for another host', async () => {
    const sso = await SsoScene.open()
    await sso.signIn()
    const proxy = await startSsoProxy(sso.portal.url, sso.oidc.url)
    const { stderr } = await sso.assume(['dev'], {
      AWS_ENDPOINT_URL_SSO: 'https://portal.example',
      HTTPS_PROXY: proxy.url,
      AWS_CA_BUNDLE: ssoCertificate,
    })
    expect(stderr).toContain(': https://portal.example: its certificate is for another host\n')
    expect(sso.portal.requests).toEqual([])
  })

  it('fails if the proxy refuses the connection, without showing its password', async () => {
    const { sso, env } = await behindProxy()
    const HTTPS_PROXY = 'http://me:hush@127.0.0.1:1'
    const { stderr } = await sso.assume(['dev'], { ...env, HTTPS_PROXY })
    expect(stderr).toContain(': the proxy http://127.0.0.1:1: connection refused')
    expect(stderr).not.toContain('hush')
  })
})

describe('the endpoint of IAM Identity Center', () => {
  it.each<[string, (url: string) => Readonly<Record<string, string>>]>([
    ['AWS_ENDPOINT_URL_SSO', (AWS_ENDPOINT_URL_SSO) => ({ AWS_ENDPOINT_URL_SSO })],
    ['AWS_ENDPOINT_URL', (AWS_ENDPOINT_URL) => ({ ...noEndpoints, AWS_ENDPOINT_URL })],
  ])('can be set with the variable %s', async (_, envOf) => {
    const sso = await SsoScene.open()
    await sso.signIn()
    await sso.session(['dev'], envOf(sso.portal.url))
    expect(sso.portal.requests).toHaveLength(1)
  })

  it('is the default endpoint with AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', async () => {
    const sso = await SsoScene.open()
    await sso.signIn()
    const proxy = await startSsoProxy(sso.portal.url, sso.oidc.url)
    await sso.session(['dev'], {
      AWS_ENDPOINT_URL_SSO: 'https://nowhere.invalid',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
      HTTPS_PROXY: proxy.url,
      AWS_CA_BUNDLE: ssoCertificate,
    })
    expect(proxy.hosts).toEqual(['portal.sso.eu-west-1.amazonaws.com:443'])
  })

  it('is refused if it is not encrypted, unless --allow-http-endpoint is used', async () => {
    const sso = await SsoScene.open()
    await sso.signIn()
    for (const name of ['AWS_ENDPOINT_URL_SSO', 'AWS_ENDPOINT_URL_SSO_OIDC']) {
      const run = await sso.assume(['dev'], { [name]: 'http://portal.example' })
      expect(run).toMatchObject({ stdout: '(exit 1);\n', exitCode: 1 })
      expect(run.stderr).toMatch(/^assume: http:\/\/portal\.example is not encrypted: /)
      const allowed = await sso.assume(['dev', '--allow-http-endpoint'], {
        [name]: 'http://portal.invalid',
      })
      expect(allowed.stderr).not.toContain('is not encrypted')
    }
  })

  const inProfile = (profile: string, lines: string, more = '') =>
    config.replace(`[profile ${profile}]\n`, `[profile ${profile}]\n${lines}\n`) + more
  const services = (url: string) => `\n[services local]\nsso =\n  endpoint_url = ${url}\n`

  it.each<[string, string, (url: string) => string]>([
    ['endpoint_url', 'dev', (url) => inProfile('dev', `endpoint_url = ${url}`)],
    ['services', 'dev', (url) => inProfile('dev', 'services = local', services(url))],
    [
      'services of the requested role profile',
      'beyond-dev',
      (url) => inProfile('beyond-dev', 'services = local', services(url)),
    ],
  ])('can be set in ~/.aws/config with %s', async (_, profile, text) => {
    const sso = await SsoScene.open()
    await sso.signIn()
    const env = { ...noEndpoints, AWS_CONFIG_FILE: join(sso.testAws.home.path, 'config') }
    writeFileSync(env.AWS_CONFIG_FILE, text(sso.portal.url))
    await sso.session([profile], env)
    expect(sso.portal.requests).toHaveLength(1)
  })

  it('is not taken from a source profile, as in the AWS CLI', async () => {
    const sso = await SsoScene.open()
    await sso.signIn()
    const env = { AWS_ENDPOINT_URL_SSO: '', AWS_CONFIG_FILE: join(sso.testAws.home.path, 'config') }
    const proxy = await startSsoProxy(sso.portal.url, sso.oidc.url)
    writeFileSync(env.AWS_CONFIG_FILE, inProfile('dev', 'services = local', services('https://x')))
    const out = { HTTPS_PROXY: proxy.url, AWS_CA_BUNDLE: ssoCertificate }
    await sso.session(['beyond-dev'], { ...env, ...out })
    expect(proxy.hosts).toEqual(['portal.sso.eu-west-1.amazonaws.com:443'])
  })
})
