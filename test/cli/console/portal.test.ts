import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { bob, noMfaRole } from '../../../src/demo/fixture.ts'
import { keysOf } from '../../support/home.ts'
import { beyond, config, SsoScene } from '../../support/sign-in/sso.ts'
import { evaluated } from '../../support/test-aws.ts'

const portal = 'https://demo.awsapps.com/start/#/console?'
const admin = `${portal}account_id=123456789012&role_name=Admin`

const withKeys = {
  config: `${config}
[profile keys]
role_arn = ${roleArn(noMfaRole)}
source_profile = Bob

[profile local]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Admin
region = eu-north-1
`,
  credentials: keysOf(bob),
}

/** The values of a link, as the page of the portal reads them from its fragment. */
function valuesOf(link: string): Record<string, string> {
  const [path, query] = new URL(link.trimEnd()).hash.split('?')
  expect(path).toBe('#/console')
  return Object.fromEntries(new URLSearchParams(query))
}

const encoded = (page: string) => encodeURIComponent(page)

describe('assume console --portal', () => {
  it.each([
    ['a profile', ['dev'], admin],
    ['a profile without sso_session', ['old'], admin],
    [
      'ACCOUNT:ROLE',
      ['210987654321:Read+Only@x'],
      `${portal}account_id=210987654321&role_name=Read%2BOnly%40x`,
    ],
    [
      'a service',
      ['dev', '--service', 'logs', '--region', 'eu-west-1'],
      `${admin}&destination=${encoded('https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups')}`,
    ],
    [
      'the region of the profile',
      ['local'],
      `${admin}&destination=${encoded('https://eu-north-1.console.aws.amazon.com/console/home?region=eu-north-1')}`,
    ],
    [
      'the region of the command line',
      ['local', '-r', 'us-west-2'],
      `${admin}&destination=${encoded('https://us-west-2.console.aws.amazon.com/console/home?region=us-west-2')}`,
    ],
  ])('prints the link for %s without a session, a sign-in or a call', async (_, words, link) => {
    const sso = await SsoScene.open(withKeys)
    const run = await sso.assume(['console', '--portal', ...words])
    expect(run).toEqual({ stdout: `${link}\n`, stderr: '', exitCode: 0, calls: [] })
    expect([...sso.portal.requests, ...sso.oidc.requests]).toEqual([])
  })

  it.each([
    'https://eu-west-1.console.aws.amazon.com/s3/buckets/b?prefix=a&tab=x#y',
    'https://console.aws.amazon.com/s3/buckets/my bucket?prefix=Berichte für März/&x=1 2#a b&c=ü#d',
    'https://console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Faws$252Flambda',
    'https://console.aws.amazon.com/x?q=a+b%20c%26d&e="f"&emoji=😀',
  ])('includes the whole destination: %s', async (page) => {
    const sso = await SsoScene.open(withKeys)
    const { stdout, stderr } = await sso.assume([
      'console',
      'dev',
      '--portal',
      '--destination',
      page,
    ])
    expect(stderr).toBe('')
    // The destination is encoded as one value: it ends neither the value nor the fragment, and needs no quotes.
    expect(stdout).toMatch(/^https:\/\/demo\.awsapps\.com\/start\/#\/console\?[\w=&%.*!'()~-]+\n$/)
    expect(stdout.split('&')).toHaveLength(3)
    const { destination = '', ...role } = valuesOf(stdout)
    expect(role).toEqual({ account_id: '123456789012', role_name: 'Admin' })
    expect(destination).toBe(new URL(page).href)
    expect(decodeURI(destination)).toBe(decodeURI(page.replaceAll('"', '%22')))
  })

  it('asks AWS for the ID of a named account, but not for a session', async () => {
    const sso = await SsoScene.open(withKeys)
    const before = await sso.assume(['console', '--portal', 'Prod Account:ReadOnly'])
    expect(before).toMatchObject({ stdout: '', exitCode: 3 })
    expect(before.stderr).toContain('not signed in')
    await sso.signIn()
    const { stdout, stderr } = await sso.assume(['console', '--portal', 'Prod Account:ReadOnly'])
    expect({ stdout, stderr }).toEqual({
      stdout: `${portal}account_id=210987654321&role_name=ReadOnly\n`,
      stderr: '',
    })
    expect(new Set(sso.portal.requests.map(({ step }) => step))).toEqual(new Set(['accounts']))
  })

  it.each([
    ['https://demo.awsapps.com/start/', 'https://demo.awsapps.com/start/#/'],
    ['https://demo.awsapps.com/start#/?tab=accounts', 'https://demo.awsapps.com/start/#/'],
    [
      'https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws',
      'https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws/#/',
    ],
    [
      'https://start.us-gov-home.awsapps.com/directory/demo',
      'https://start.us-gov-home.awsapps.com/directory/demo/#/',
    ],
  ])('begins with the address of the portal: %s', async (startUrl, begin) => {
    const sso = await SsoScene.open({
      config: config.replaceAll('https://demo.awsapps.com/start', startUrl),
    })
    const { stdout } = await sso.assume(['console', '--portal', 'dev'])
    expect(stdout).toBe(`${begin}console?account_id=123456789012&role_name=Admin\n`)
  })

  it('refuses a portal without encryption', async () => {
    const sso = await SsoScene.open({ config: config.replaceAll('https://demo', 'http://demo') })
    const { stdout, stderr, exitCode } = await sso.assume(['console', '--portal', 'dev'])
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
    expect(stderr).toContain('the access portal http://demo.awsapps.com/start is not encrypted')
  })

  it.each([
    [['beyond-dev'], '"beyond-dev": STS gives its role'],
    [['keys'], '"keys": STS gives its role'],
    [['Bob', 'some-role'], '"Bob some-role": STS gives its role'],
    [[roleArn(beyond), '--source-profile', 'dev'], ': STS gives its role'],
    [['Bob'], '"Bob": its keys do not come from IAM Identity Center'],
    [['dev', '--duration', '1h'], '--duration cannot be used with --portal'],
    [['dev', '--refresh'], '--refresh cannot be used with --portal'],
    [['dev', '--cached'], '--cached cannot be used with --portal'],
    [['dev', '--policy', '{}'], '--policy cannot be used with a role of IAM Identity Center'],
    [['dev', '123456'], 'a code cannot be used with a role of IAM Identity Center'],
    [['dev', '--logout'], '--logout takes no target'],
    [['--logout'], '--logout takes no target'],
    [['dev', '--destination', 'https://evil.example/'], 'is not in the console'],
    [['dev', '--region', 'cn-north-1'], 'is not in the partition aws'],
    [['--policy', '{}'], 'these options need a target'],
  ])('refuses %j, without a call', async (words, complaint) => {
    const sso = await SsoScene.open(withKeys)
    const run = await sso.assume(['console', '--portal', ...words])
    expect(run).toMatchObject({ stdout: '', exitCode: 2, calls: [] })
    expect(run.stderr).toContain(complaint)
    expect(sso.portal.requests).toEqual([])
  })

  it('asks for confirmation if the target matches the setting danger', async () => {
    const sso = await SsoScene.open({
      ...withKeys,
      files: { '.config/assume/config': 'danger = 123456789012\n' },
    })
    const asked = await sso.assume(['console', '--portal', 'dev'])
    expect(asked).toMatchObject({ stdout: '', exitCode: 3 })
    expect(asked.stderr).toContain('a person has to confirm it')
    const confirmed = await sso.assume(['console', '--portal', 'dev', '--yes'])
    expect(confirmed).toMatchObject({ stdout: `${admin}\n`, stderr: '', exitCode: 0 })
  })

  it('uses the role of the active session, even if the session has expired', async () => {
    const sso = await SsoScene.open(withKeys)
    await sso.signIn()
    const env = await evaluated((await sso.assume(['dev'])).stdout)
    const before = sso.portal.requests.length
    const now = await sso.assume(['console', '--portal'], env)
    expect(now).toMatchObject({ stdout: `${admin}\n`, stderr: '' })
    const later = await sso.assume(['console', '--portal'], { ...env, ASSUME_EXPIRES: '1' })
    expect(later).toMatchObject({ stdout: `${admin}\n`, stderr: '' })
    expect(sso.portal.requests).toHaveLength(before)
    rmSync(join(sso.testAws.home.path, '.cache/assume/shells'), { recursive: true })
    const unknown = await sso.assume(['console', '--portal'], env)
    expect(unknown).toMatchObject({ stdout: '', exitCode: 1 })
    expect(unknown.stderr).toContain('name a target')
    const none = await sso.assume(['console', '--portal'])
    expect(none.stderr).toContain('this shell has no session from assume')
  })

  it('refuses an active session from STS', async () => {
    const sso = await SsoScene.open(withKeys)
    const env = await evaluated((await sso.assume(['keys'])).stdout)
    const run = await sso.assume(['console', '--portal'], env)
    expect(run).toMatchObject({ stdout: '', exitCode: 2 })
    expect(run.stderr).toContain('"keys": STS gives its role')
  })

  it('opens the link in the browser', async () => {
    const sso = await SsoScene.open(withKeys)
    const path = (name: string) => join(sso.testAws.home.path, name)
    writeFileSync(
      path('browser'),
      `#!/bin/sh\nprintf '%s\\n' "$@" >"$HOME/seen.new" && mv "$HOME/seen.new" "$HOME/seen"\n`,
      { mode: 0o700 },
    )
    const BROWSER = path('browser')
    const run = await sso.assume(['console', 'dev', '--portal', '--service', 's3'], { BROWSER })
    expect(run).toMatchObject({
      stdout: '',
      stderr: 'assume: opened the access portal as dev, in the browser\n',
      exitCode: 0,
    })
    await expect.poll(() => existsSync(path('seen')), { timeout: 10_000 }).toBe(true)
    expect(readFileSync(path('seen'), 'utf8')).toBe(
      `${admin}&destination=${encoded('https://us-east-1.console.aws.amazon.com/s3/home?region=us-east-1')}\n`,
    )
    renameSync(path('seen'), path('seen-before'))
    const printed = await sso.assume(['console', 'dev', '--portal', '--url'], { BROWSER })
    expect(printed).toMatchObject({ stdout: `${admin}\n`, stderr: '' })
    expect(existsSync(path('seen'))).toBe(false)
  })
})
