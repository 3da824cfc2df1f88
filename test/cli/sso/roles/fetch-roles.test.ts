import { writeFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ssoCertificate, startSsoProxy } from '../../../support/aws/proxy.ts'
import { start } from '../../../support/processes/started.ts'
import {
  answered,
  atOrganization,
  callsFor,
  expectEachOnce,
  often,
  StoredIndex,
} from '../../../support/sign-in/organization.ts'
import type { SsoScene } from '../../../support/sign-in/sso.ts'
import { core } from '../../../support/terminal/dialogue.ts'
import { plain, Terminal } from '../../../support/terminal/pty.ts'

const rows = (stdout: string) => stdout.trimEnd().split('\n')

describe('a fetch of roles that AWS throttles', () => {
  it('takes at most 1.2 × calls ÷ quota, with few rejected calls', often, async () => {
    const sso = await atOrganization({ accounts: 80 })
    sso.portal.callsPerSecond = 20
    const before = performance.now()
    await sso.assume(['roles'])
    const seconds = (performance.now() - before) / 1000
    expectEachOnce(sso, callsFor(80))
    expect(seconds).toBeLessThan((1.2 * callsFor(80)) / 20)
    const rejected = sso.portal.requests.filter(({ status }) => status === 429)
    expect(rejected.length).toBeGreaterThan(0)
    expect(rejected.length).toBeLessThan(40)
  })
})

describe('a throttled call', () => {
  it.each([
    ['1', 1000],
    // assume limits the wait of a day to 5 seconds.
    ['86400', 5000],
  ])('with a retry-after of %s s is repeated after %i ms', async (seconds, milliseconds) => {
    const sso = await atOrganization({ accounts: 2 })
    const body = JSON.stringify({ message: 'HTTP 429 Unknown Code' })
    const headers = { 'x-amzn-ErrorType': 'TooManyRequestsException:', 'retry-after': seconds }
    sso.portal.faults.accounts = { kind: 'raw', status: 429, body, headers }
    const run = sso.assume(['roles', '--format', 'tsv'])
    const listed = () => sso.portal.requests.filter(({ step }) => step === 'accounts').length
    while (listed() < 1) await moment()
    delete sso.portal.faults.accounts
    const before = performance.now()
    while (listed() < 2) await moment()
    expect(performance.now() - before).toBeGreaterThan(milliseconds - 100)
    const { stdout, stderr } = await run
    expect(stderr).toBe('')
    expect(rows(stdout)).toHaveLength(8)
  })
})

describe('a token that AWS rejects', () => {
  it('is renewed once, and the fetch continues', async () => {
    const sso = await atOrganization({ accounts: 70 })
    const { accessToken } = sso.read()
    const revoked = untilAnswered(sso, 50).then(() => sso.directory.revoke(String(accessToken)))
    const { stdout, stderr, exitCode } = await sso.assume(['roles', '--format', 'tsv'])
    await revoked
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    expect(rows(stdout)).toHaveLength(280)
    expectEachOnce(sso, callsFor(70))
    expect(sso.portal.requests.filter(({ status }) => status === 401).length).toBeGreaterThan(0)
    const renewals = sso.oidc.requests.filter(({ input }) => input.grantType === 'refresh_token')
    expect(renewals).toHaveLength(1)
    expect(sso.read().accessToken).not.toBe(accessToken)
  })

  it('requires a sign-in if AWS does not renew it', async () => {
    const sso = await atOrganization({ accounts: 2 })
    sso.directory.revoke()
    const headers = { 'x-amzn-ErrorType': 'InvalidGrantException' }
    sso.oidc.faults.token = [{ kind: 'raw', status: 400, headers, body: '{}' }]
    const { stderr, exitCode } = await sso.assume(['roles'])
    expect(stderr).toContain(': AWS no longer accepts your sign-in\n')
    expect(exitCode).toBe(3)
  })

  it('ends the fetch with a warning if it cannot be renewed', async () => {
    const sso = await atOrganization({ accounts: 70, isSignedIn: false })
    const { accessToken } = await sso.signIn('dev', { refreshes: false })
    const revoked = untilAnswered(sso, 50).then(() => sso.directory.revoke(String(accessToken)))
    const { stdout, stderr } = await sso.assume(['roles', '--format', 'tsv'])
    await revoked
    expect(stderr).toMatch(
      /^assume: warning: the list may not be current: you are not signed in to IAM Identity Center/,
    )
    expect(stderr).toContain('  hint: assume login --sso-session corp\n')
    expect(rows(stdout).length).toBeGreaterThan(100)
    expect(sso.oidc.requests.slice(-1)).not.toMatchObject([{ step: 'device' }])
    await sso.signIn()
    const all = await sso.assume(['roles', '--format', 'tsv'])
    expect(rows(all.stdout)).toHaveLength(280)
    expectEachOnce(sso, callsFor(70))
  })
})

describe('an interrupted fetch', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'continues after %s, and gets each page only once',
    async (signal) => {
      const sso = await atOrganization({ accounts: 60 })
      sso.portal.callsPerSecond = 60
      const home = { ...sso.testAws.home, env: { ...sso.testAws.home.env, ...sso.env } }
      const child = start(['roles'], home)
      onTestFinished(() => void child.kill('SIGKILL'))
      await untilAnswered(sso, 20)
      child.kill(signal)
      const { stdout, stderr, exitCode } = await child
      expect({ stdout, exitCode }).toEqual({
        stdout: '',
        exitCode: signal === 'SIGINT' ? 130 : 143,
      })
      expect(stderr).toMatch(
        /^assume: cancelled; the roles of \d+ of 60 accounts are cached\n {2}hint: to continue: assume roles\n$/,
      )
      const first = answered(sso).length
      expect(first).toBeLessThan(callsFor(60))
      expect(new StoredIndex(sso).text).toMatch(/^assume-sso-index-1\t\d+\tpartial\t/)
      const { stdout: list } = await sso.assume(['roles', '--format', 'tsv'])
      expect(rows(list)).toHaveLength(240)
      expectEachOnce(sso, callsFor(60))
    },
  )

  it('continues the list of accounts with the next page', async () => {
    const sso = await atOrganization({ accounts: 60 })
    sso.portal.pageSize = 3
    sso.portal.callsPerSecond = 20
    const home = { ...sso.testAws.home, env: { ...sso.testAws.home.env, ...sso.env } }
    const child = start(['roles'], home)
    onTestFinished(() => void child.kill('SIGKILL'))
    await untilAnswered(sso, 10)
    child.kill('SIGINT')
    await child
    sso.portal.callsPerSecond = undefined
    const { stdout } = await sso.assume(['roles', '--format', 'tsv'])
    expect(rows(stdout)).toHaveLength(240)
    // 20 pages of accounts, and for each account two pages of roles.
    expect(answered(sso).filter((call) => call.startsWith('accounts'))).toHaveLength(20)
  })

  it('succeeds if AWS no longer accepts the token for the next page', async () => {
    const sso = await atOrganization({ accounts: 12 })
    await sso.assume(['roles'])
    const stored = new StoredIndex(sso)
    const partial = stored.text.replace('\tcomplete\tlisted\t', '\tpartial\ttoken=old\t')
    writeFileSync(stored.path, partial.split('\n').slice(0, 7).concat('').join('\n'))
    sso.portal.faults.accounts = {
      kind: 'raw',
      status: 400,
      headers: { 'x-amzn-ErrorType': 'InvalidRequestException:' },
      body: '{"message":"Invalid token"}',
    }
    const running = sso.assume(['roles', '--format', 'tsv'])
    while (sso.portal.requests.at(-1)?.query.next_token !== 'old') await moment()
    delete sso.portal.faults.accounts
    const { stdout, stderr } = await running
    expect(stderr).toBe('')
    expect(rows(stdout)).toHaveLength(48)
  })
})

describe('a fetch of roles', () => {
  it('repeats a call after a transient failure', async () => {
    const sso = await atOrganization({ accounts: 20 })
    sso.portal.faults.roles = { kind: 'drop' }
    const running = sso.assume(['roles', '--format', 'tsv'])
    while (!sso.portal.requests.some(({ step }) => step === 'roles')) await moment()
    delete sso.portal.faults.roles
    const { stdout, stderr } = await running
    expect(stderr).toBe('')
    expect(rows(stdout)).toHaveLength(80)
  })

  it.each([
    ['accounts', { accountList: 'x' }, 'ListAccounts failed: the response is not a list'],
    ['accounts', { accountList: [{}] }, 'ListAccounts failed: an account has no number'],
    [
      'accounts',
      { accountList: [], nextToken: 'more' },
      'ListAccounts failed: the list never ends: the server sent the same nextToken twice',
    ],
    [
      'roles',
      { roleList: undefined },
      'ListAccountRoles of \\d{12} failed: the response is not a list',
    ],
  ] as const)('reports an invalid list of %s: %j', async (step, fields, message) => {
    const sso = await atOrganization({ accounts: 1 })
    sso.portal.faults[step] = { kind: 'alter', fields }
    const { stderr, exitCode } = await sso.assume(['roles', '--format', 'tsv'])
    expect(stderr).toMatch(
      new RegExp(`^assume: (warning: the list may not be current: )?${message}\n`),
    )
    expect([0, 1]).toContain(exitCode)
  })

  it('does not repeat the calls of a fetch that is already running', async () => {
    const sso = await atOrganization({ accounts: 100 })
    sso.portal.callsPerSecond = 50
    const home = { ...sso.testAws.home, env: { ...sso.testAws.home.env, ...sso.env } }
    const child = start(['roles', '--format', 'tsv'], home)
    await untilAnswered(sso, 20)
    const other = await start(['roles'], home)
    expect(other.stderr).toContain('another assume fetches this list')
    expect(rows((await child).stdout)).toHaveLength(400)
    expectEachOnce(sso, callsFor(100))
  })
})

it('fetches the roles through the HTTPS proxy', async () => {
  const sso = await atOrganization({ accounts: 30 })
  const proxy = await startSsoProxy(sso.portal.url, sso.oidc.url)
  const { stdout, stderr } = await sso.assume(['roles', '--format', 'tsv'], {
    AWS_ENDPOINT_URL_SSO: '',
    AWS_ENDPOINT_URL_SSO_OIDC: '',
    HTTPS_PROXY: proxy.url,
    AWS_CA_BUNDLE: ssoCertificate,
  })
  expect(stderr).toBe('')
  expect(rows(stdout)).toHaveLength(120)
  expect(new Set(proxy.hosts)).toEqual(new Set(['portal.sso.eu-west-1.amazonaws.com:443']))
  expectEachOnce(sso, callsFor(30))
})

it('shows a progress bar on a terminal, erases it and prints the roles', often, async () => {
  const sso = await atOrganization({ accounts: 150 })
  sso.portal.callsPerSecond = 60
  const env = { ...sso.testAws.home.env, ...sso.env }
  const script = `${core} roles payments-prod; echo "status $?"; read -r _`
  const terminal = Terminal.start('bash', ['--norc', '-c', script], sso.testAws.home.path, env)
  await terminal.waitFor(/\[#+-+\] \d+ of 150 accounts, about \d+ s left/)
  const [, shown = ''] = (await terminal.waitFor('status 0')).split('\r\x1b[K')
  expect(plain(shown)).toContain('payments-prod')
  expect(plain(shown)).not.toContain('#')
})

async function untilAnswered(sso: SsoScene, count: number): Promise<void> {
  while (answered(sso).length < count) await moment()
}

const moment = () => new Promise((passed) => setTimeout(passed, 2))
