import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cacheRoles, indexed } from '../../../support/sign-in/cached-roles.ts'
import { answered, atOrganization, StoredIndex } from '../../../support/sign-in/organization.ts'
import { SsoScene, session } from '../../../support/sign-in/sso.ts'

const nowhere = { AWS_ENDPOINT_URL_SSO: 'http://127.0.0.1:9' }
const hour = 3_600_000

const two = `${session}
[sso-session other]
sso_start_url = https://other.awsapps.com/start
sso_region = us-east-1
`

describe('assume roles', () => {
  it('lists every role of every account, and fetches each page once', async () => {
    const sso = await atOrganization({ accounts: 60 })
    sso.portal.pageSize = 2
    const { stdout, stderr, exitCode } = await sso.assume(['roles'])
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    const [titles, first, ...others] = stdout.trimEnd().split('\n')
    expect(titles?.split(/ {2,}/)).toEqual(['ACCOUNT', 'ID', 'ROLE', 'EMAIL'])
    const start = ['payments-prod', sso.directory.accounts[0]?.accountId, 'Admin']
    expect(first?.split(/ {2,}/)).toEqual([...start, 'aws+payments-prod@example.com'])
    expect(others).toHaveLength(239)
    // 30 pages of accounts, and 2 pages of roles for each account.
    expect(sso.portal.requests).toHaveLength(30 + 2 * 60)
    const again = await sso.assume(['roles'])
    expect(again.stdout).toBe(stdout)
    expect(sso.portal.requests).toHaveLength(30 + 2 * 60)
  })

  it('caches the list without the token in a file that only the user can read', async () => {
    const sso = await atOrganization({ accounts: 3 })
    const { accessToken } = sso.read()
    await sso.assume(['roles'])
    const stored = new StoredIndex(sso)
    expect(stored.mode).toBe('600')
    expect(stored.text).not.toContain(accessToken)
    const [header, first] = stored.text.split('\n')
    expect(header?.split('\t')).toEqual([
      'assume-sso-index-1',
      expect.stringMatching(/^\d{13}$/),
      'complete',
      'listed',
      'corp',
      'eu-west-1',
      'https://demo.awsapps.com/start',
    ])
    expect(first?.split('\t').at(-1)).toBe('Admin ReadOnly PowerUser Billing')
    const fetched = stored.text
    cacheRoles(sso)
    expect(stored.text.replace(/\d{13}/, '')).toBe(fetched.replace(/\d{13}/, ''))
  })

  it.each([
    [['payments-prod'], 4],
    [['PAYMENTS-PROD', 'admin'], 1],
    [['data-prod@example.com'], 4],
    [['readonly'], 80],
    [['prod', 'prod', 'billing'], 40],
  ])('lists only the roles that match the words %j', async (words, count) => {
    const sso = await indexed()
    const { stdout } = await sso.assume(['roles', ...words, '--format', 'tsv'])
    expect(stdout.trimEnd().split('\n')).toHaveLength(count)
  })

  it('lists only the roles of an account number', async () => {
    const sso = await indexed()
    const { accountId = '', accountName } = sso.directory.accounts[41] ?? {}
    const { stdout } = await sso.assume(['roles', accountId, 'power', '--format', 'tsv'])
    expect(stdout).toBe(
      `${accountName}\t${accountId}\tPowerUser\taws+${accountName}@example.com\t\tcorp\n`,
    )
  })

  it('exits with 1 if no role matches, but with 0 for --format tsv', async () => {
    const sso = await atOrganization({ accounts: 3 })
    expect(await sso.assume(['roles', 'nothing', 'here'])).toMatchObject({
      stdout: '',
      stderr:
        'assume: no role matches "nothing here"\n  hint: all roles: assume roles\n  hint: for a role that is new: assume roles --refresh\n',
      exitCode: 1,
    })
    const tsv = await sso.assume(['roles', 'nothing', '--format', 'tsv'])
    expect(tsv).toMatchObject({ stdout: '', stderr: '', exitCode: 0 })
  })

  it('shows how long the session of a role is cached', async () => {
    const sso = await atOrganization({ accounts: 3 })
    const { accountId } = sso.directory.accounts[0] ?? {}
    await sso.session([`${accountId}:Admin`])
    const { stdout } = await sso.assume(['roles', 'payments'])
    expect(stdout).toMatch(/^ACCOUNT +ID +ROLE +EMAIL +CACHED FOR\n/)
    expect(stdout).toMatch(/ Admin .* 5 h 59 min\n/)
    const json = JSON.parse((await sso.assume(['roles', '--format', 'json'])).stdout)
    expect(json.sessions).toEqual([
      {
        name: 'corp',
        startUrl: 'https://demo.awsapps.com/start',
        region: 'eu-west-1',
        fetchedAt: expect.stringMatching(/Z$/),
        isComplete: true,
      },
    ])
    expect(json.roles).toHaveLength(12)
    expect(json.roles[0]).toEqual({
      accountName: 'payments-prod',
      accountId,
      role: 'Admin',
      email: 'aws+payments-prod@example.com',
      ssoSession: 'corp',
      cachedUntil: expect.stringMatching(/Z$/),
    })
    expect(json.roles[1]).not.toHaveProperty('cachedUntil')
  })

  it('refuses an unknown format', async () => {
    const sso = await atOrganization({ accounts: 1 })
    expect(await sso.assume(['roles', '--format', 'yaml'])).toMatchObject({
      stderr: 'assume: there is no format "yaml"\n  hint: the formats are: text, json, tsv\n',
      exitCode: 2,
    })
  })

  it('escapes tabs, line ends and control characters in account names', async () => {
    const sso = await SsoScene.open({ config: session })
    await sso.signIn()
    const accountName = 'a\tb\nc\\t\x1b[31m'
    const [account] = sso.directory.accounts
    if (!account) throw new Error('no account')
    sso.directory.update({ accounts: [{ ...account, accountName }] })
    const { stdout } = await sso.assume(['roles', '--format', 'tsv'])
    expect(stdout.split('\n')[0]?.split('\t')).toHaveLength(6)
    expect(stdout).not.toContain('\x1b')
    const json = JSON.parse((await sso.assume(['roles', '--format', 'json'])).stdout)
    expect(json.roles[0].accountName).toBe(accountName)
  })
})

describe('the cached list of roles', () => {
  it('is fetched again after 24 hours', async () => {
    const sso = await atOrganization({ accounts: 3 })
    await sso.assume(['roles'])
    const stored = new StoredIndex(sso)
    stored.age(23.9 * hour)
    await sso.assume(['roles'])
    expect(answered(sso)).toHaveLength(4)
    stored.age(0.2 * hour)
    await sso.assume(['roles'])
    expect(answered(sso)).toHaveLength(8)
    await sso.assume(['roles'])
    expect(answered(sso)).toHaveLength(8)
  })

  it.each([
    ['90m', 1.6, true],
    ['7d', 167, false],
    ['off', 1000, false],
  ])('is fetched again as set by sso_index = %s', async (value, hours, isFetched) => {
    const files = { '.config/assume/config': `sso_index = ${value}\n` }
    const sso = await atOrganization({ accounts: 3, files })
    await sso.assume(['roles', '--refresh'])
    new StoredIndex(sso).age(hours * hour)
    const before = answered(sso).length
    await sso.assume(['roles'])
    expect(answered(sso).length > before).toBe(isFetched)
  })

  it('leads to an error if sso_index is not a time', async () => {
    const files = { '.config/assume/config': 'sso_index = often\n' }
    const sso = await atOrganization({ accounts: 1, files })
    expect(await sso.assume(['roles'])).toMatchObject({
      stderr:
        'assume: ~/.config/assume/config:1, sso_index: "often" is neither a time nor off\n  hint: write 90m, 24h, 7d or off\n',
      exitCode: 1,
    })
  })

  it('is used after 24 hours, with a warning, if AWS cannot be reached', async () => {
    const sso = await atOrganization({ accounts: 3 })
    const { stdout } = await sso.assume(['roles'])
    const stored = new StoredIndex(sso)
    stored.age(30 * hour)
    const { text } = stored
    const run = await sso.assume(['roles'], nowhere)
    expect(run).toMatchObject({ stdout, exitCode: 0 })
    expect(run.stderr).toMatch(
      /^assume: warning: the list may not be current: ListAccounts failed: /,
    )
    expect(stored.text).toBe(text)
    const fresh = await sso.assume(['roles', '--refresh'])
    expect(fresh).toMatchObject({ stdout, stderr: '' })
  })

  it('contains no removed role and no suspended account after --refresh', async () => {
    const sso = await atOrganization({ accounts: 3 })
    await sso.assume(['roles'])
    const [first, second, third] = sso.directory.accounts
    const [bob] = sso.directory.users
    if (!first || !second || !third || !bob) throw new Error('no accounts')
    sso.directory.update({
      accounts: [first, { ...second, accountName: 'renamed' }, { ...third, status: 'SUSPENDED' }],
      users: [{ ...bob, assignments: bob.assignments.slice(1) }],
    })
    const { stdout } = await sso.assume(['roles', '--refresh', '--format', 'tsv'])
    const shown = stdout.trimEnd().split('\n')
    expect(shown.map((line) => line.split('\t').slice(0, 3).join(' '))).toEqual([
      ...['ReadOnly', 'PowerUser', 'Billing'].map(
        (role) => `payments-prod ${first.accountId} ${role}`,
      ),
      ...['Admin', 'ReadOnly', 'PowerUser', 'Billing'].map(
        (role) => `renamed ${second.accountId} ${role}`,
      ),
    ])
  })

  it.each(['', 'assume-sso-index-0\t1\n', 'assume-sso-index-1\tx\n'])(
    'is fetched again if the file is not an index: %j',
    async (text) => {
      const sso = await atOrganization({ accounts: 3 })
      const { stdout } = await sso.assume(['roles'])
      writeFileSync(new StoredIndex(sso).path, text)
      expect((await sso.assume(['roles'])).stdout).toBe(stdout)
    },
  )
})

describe('assume roles, depending on the sign-ins', () => {
  it('exits with 1 if no sign-in is configured', async () => {
    const sso = await atOrganization({ accounts: 1, config: '[profile a]\n', isSignedIn: false })
    expect(await sso.assume(['roles'])).toMatchObject({ stdout: '', exitCode: 1 })
  })

  it('exits with 3 and shows how to sign in if there is no token', async () => {
    const sso = await atOrganization({ accounts: 1, isSignedIn: false })
    expect(await sso.assume(['roles'])).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('  hint: assume login --sso-session corp\n'),
      exitCode: 3,
    })
  })

  it('uses all sign-ins with a token, and shows a column with their names if several', async () => {
    const sso = await atOrganization({ accounts: 1, config: two })
    const one = await sso.assume(['roles'])
    expect(one).toMatchObject({ stderr: '', exitCode: 0 })
    expect(one.stdout).not.toContain('SSO SESSION')
    const { accessToken } = sso.directory.issueToken('bob')
    sso.write('other', JSON.stringify({ ...sso.read(), accessToken }))
    const both = await sso.assume(['roles'])
    expect(both.stdout).toMatch(/^ACCOUNT +ID +ROLE +EMAIL +SSO SESSION\n/)
    expect(both.stdout).toMatch(/ Admin .* other\n/)
    const named = await sso.assume(['roles', '--sso-session', 'other', '--format', 'tsv'])
    expect(
      named.stdout
        .trimEnd()
        .split('\n')
        .every((line) => line.endsWith('\tother')),
    ).toBe(true)
  })
})
