import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ssoCertificate, startSsoProxy } from '../../support/aws/proxy.ts'
import { corp, SignInScene, startUrl, tokenFile } from '../../support/sign-in/sign-in.ts'

const state = '.local/state/assume/sso-sessions'

const lines = (name = 'demo', url = startUrl, region = 'eu-west-1') => `[sso-session ${name}]
sso_start_url = ${url}
sso_region = ${region}
sso_registration_scopes = sso:account:access
`

const read = (testAws: SignInScene) => readFileSync(join(testAws.home.path, state), 'utf8')
const inIreland = [startUrl, '--region', 'eu-west-1']

describe('assume login URL', () => {
  it('signs in without a configuration, and prints the lines for other tools', async () => {
    const testAws = await SignInScene.open('')
    const run = await testAws.signIn(inIreland)
    expect(run).toMatchObject({ stdout: lines(), exitCode: 0 })
    expect(run.stderr).toMatch(/\nassume: signed in to demo; the sign-in is valid until /)
    expect(run.stderr).toContain(
      '\nassume: this sign-in is remembered; for other tools, add these lines to ~/.aws/config:\n',
    )
    expect(read(testAws)).toBe(lines())
    expect(testAws.mode(state)).toBe('600')
    expect(testAws.cached()).toHaveProperty([tokenFile('demo')])
  })

  it('makes the sign-in available to later commands', async () => {
    const testAws = await SignInScene.open('')
    await testAws.signIn(inIreland)
    const roles = await testAws.run(['roles', '--format', 'tsv'])
    expect(roles.stdout).toContain('Prod Account\t210987654321\tReadOnly\t')
    const { stdout } = await testAws.run(['Prod Account:ReadOnly', '--format', 'json'])
    expect(JSON.parse(stdout)).toMatchObject({ accountId: '210987654321' })
    const named = ['123456789012:Admin', '--sso-session', 'demo', '--format', 'json']
    expect(await testAws.run(named)).toMatchObject({ exitCode: 0 })
    const again = await testAws.signIn()
    expect(again).toMatchObject({ stdout: '', exitCode: 0 })
    expect(await testAws.run(['logout', '--sso-session', 'demo'])).toMatchObject({ exitCode: 0 })
    const needed = await testAws.run(['Demo:Admin', '--format', 'json'])
    expect(needed).toMatchObject({ exitCode: 3 })
    expect(needed.stderr).toContain('  hint: assume login --sso-session demo\n')
    // The AWS CLI does not know this session.
    expect(needed.stderr).not.toContain('aws sso login')
  })

  it('fetches the roles', async () => {
    const testAws = await SignInScene.open('')
    await testAws.signIn(inIreland)
    const before = testAws.portal.requests.length
    expect(before).toBe(6)
    await testAws.run(['roles'])
    expect(testAws.portal.requests).toHaveLength(before)
  })

  it('uses only the HTTPS proxy, also for roles and targets', async () => {
    const testAws = await SignInScene.open('')
    const proxy = await startSsoProxy(testAws.portal.url, testAws.oidc.url)
    const behind = {
      AWS_ENDPOINT_URL_SSO: '',
      AWS_ENDPOINT_URL_SSO_OIDC: '',
      HTTPS_PROXY: proxy.url,
      AWS_CA_BUNDLE: ssoCertificate,
    }
    expect(await testAws.signIn(inIreland, behind)).toMatchObject({ exitCode: 0 })
    expect(testAws.portal.requests).toHaveLength(6)
    const listed = testAws.run(['Prod Account:ReadOnly', '--format', 'json'], behind)
    expect(JSON.parse((await listed).stdout)).toMatchObject({ accountId: '210987654321' })
    // A role that the list does not have is looked up.
    const unknown = await testAws.run(['Demo:Nobody', '--format', 'json'], behind)
    expect(unknown).toMatchObject({ exitCode: 1 })
    expect(unknown.stderr).toContain('Admin')
    const ofRegion = (service: string) => `${service}.eu-west-1.amazonaws.com:443`
    expect(new Set(proxy.hosts)).toEqual(new Set([ofRegion('oidc'), ofRegion('portal.sso')]))
  })

  it.each([
    [`${startUrl}/`, 'demo'],
    [`${startUrl}#/`, 'demo'],
    [`${startUrl}/#/?tab=accounts`, 'demo'],
    ['https://demo.awsapps.com', 'demo'],
    ['https://DEMO.awsapps.com/start', 'demo'],
  ])('accepts an address in a form that browsers show: %s', async (address, name) => {
    const testAws = await SignInScene.open('')
    const run = await testAws.signIn([address, '--region', 'eu-west-1'])
    expect(run).toMatchObject({ stdout: lines(name), exitCode: 0 })
  })

  it('uses the sso-session of ~/.aws/config that has this URL', async () => {
    const testAws = await SignInScene.open(corp)
    const run = await testAws.signIn(inIreland)
    expect(run).toMatchObject({ stdout: '', exitCode: 0 })
    expect(run.stderr).toContain('assume: signed in to corp;')
    expect(existsSync(join(testAws.home.path, state))).toBe(false)
  })

  it('remembers the sign-in under the name in --name', async () => {
    const testAws = await SignInScene.open(corp)
    const run = await testAws.signIn([...inIreland, '--name', 'my "home"'])
    expect(run).toMatchObject({ stdout: lines('"my \\"home\\""'), exitCode: 0 })
    const { stdout } = await testAws.run(['Demo:Admin', '--sso-session', 'my "home"', '-f', 'json'])
    expect(JSON.parse(stdout)).toMatchObject({ accountId: '123456789012' })
    // A second one is added to the file.
    await testAws.signIn([...inIreland, '--name', 'other'])
    expect(read(testAws)).toBe(`${lines('"my \\"home\\""')}\n${lines('other')}`)
  })

  it.each([
    [['https://corp.awsapps.com/start'], 'the region of IAM Identity Center is missing'],
    [
      ['http://corp.awsapps.com/start', '-r', 'eu-west-1'],
      '"http://corp.awsapps.com/start" is not',
    ],
    [['https://me:x@corp.awsapps.com/start', '-r', 'eu-west-1'], '"https://me:x@corp'],
    [['https://x', '-r', 'eu-west-1'], '"https://x" is not the address of an access portal'],
    [
      ['https://corp.awsapps.com/start', '-r', 'evil.example/x'],
      '--region: "evil.example/x" is not',
    ],
    [
      ['https://ssoins-7223a.portal.eu-west-1.app.aws', '--region', 'us-east-1'],
      'the portal is in eu-west-1, and --region is us-east-1',
    ],
    [[...inIreland, '--sso-session', 'corp'], 'the URL and --sso-session both name a sign-in'],
    [['--region', 'eu-west-1'], '--region is for a sign-in at a URL'],
    [['--name', 'x'], '--name is for a sign-in at a URL'],
    [
      ['https://other.awsapps.com/start', '-r', 'eu-west-1', '--name', 'corp'],
      'there is another [sso-session corp] already',
    ],
  ])('refuses %j', async (words, message) => {
    const testAws = await SignInScene.open(corp)
    const { stdout, stderr } = await testAws.run(['login', ...words])
    expect(stdout).toBe('')
    expect(stderr).toContain(message)
    expect(testAws.oidc.requests).toEqual([])
    expect(existsSync(join(testAws.home.path, state))).toBe(false)
  })

  it('takes the region from an instance address', async () => {
    const testAws = await SignInScene.open('')
    const address = 'https://ssoins-7223a.portal.eu-west-1.app.aws'
    Object.assign(testAws.directory, { startUrl: address })
    const login = testAws.login(['--use-device-code', `${address}/`])
    testAws.oidc.approve(await login.userCode(), 'bob')
    expect((await login.done).stdout).toBe(lines('ssoins-7223a', address))
    expect(testAws.asked('device')).toMatchObject({ startUrl: address })
  })

  it('ignores XDG_STATE_HOME, and a file that others can write', async () => {
    const testAws = await SignInScene.open('')
    const path = join(testAws.home.path, 'x', 'assume/sso-sessions')
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileSync(path, lines('evil'), { mode: 0o600 })
    const XDG_STATE_HOME = join(testAws.home.path, 'x')
    const run = await testAws.run(['login', '--sso-session', 'evil'], { XDG_STATE_HOME })
    expect(run.stderr).toContain('there is no [sso-session evil]')
    const own = join(testAws.home.path, state)
    mkdirSync(dirname(own), { recursive: true, mode: 0o700 })
    writeFileSync(own, lines('evil'), { mode: 0o666 })
    const open = await testAws.run(['login', '--sso-session', 'evil'])
    expect(open.stderr).toContain('there is no [sso-session evil]')
  })
})

describe('assume logout --forget', () => {
  it('signs out of and forgets the named sign-in, or all sign-ins', async () => {
    const testAws = await SignInScene.open('')
    await testAws.signIn(inIreland)
    await testAws.signIn([...inIreland, '--name', 'my "home"'])
    const run = await testAws.run(['logout', '--forget', '--sso-session', 'demo'])
    expect(run).toMatchObject({ stdout: '', exitCode: 0 })
    expect(run.stderr).toContain(`assume: signed out of ${startUrl}\n`)
    expect(run.stderr).toContain('assume: forgot demo: assume no longer knows this sign-in\n')
    expect(read(testAws)).toBe(lines('"my \\"home\\""'))
    expect(testAws.mode(state)).toBe('600')
    expect(await testAws.run(['login', '--no-input', '--sso-session', 'demo'])).toMatchObject({
      exitCode: 2,
    })
    await testAws.run(['logout', '--forget'])
    expect(existsSync(join(testAws.home.path, state))).toBe(false)
    const none = await testAws.run(['logout', '--forget'])
    expect(none).toMatchObject({ stderr: 'assume: you are not signed in\n', exitCode: 0 })
  })

  it('is required: assume logout alone does not forget the sign-in', async () => {
    const testAws = await SignInScene.open('')
    await testAws.signIn(inIreland)
    await testAws.run(['logout'])
    expect(read(testAws)).toBe(lines())
  })

  it('refuses a sign-in of ~/.aws/config, and does not sign out', async () => {
    const testAws = await SignInScene.open(corp)
    await testAws.signIn()
    expect(await testAws.run(['logout', '--forget', '--sso-session', 'corp'])).toEqual({
      stdout: '',
      stderr: `assume: --forget is for a sign-in that assume login URL has made, and "corp" is in your configuration
  hint: assume never changes ~/.aws/config: delete the section there
`,
      exitCode: 2,
    })
    expect(testAws.cached()).toHaveProperty([tokenFile('corp')])
  })
})
