import { describe, expect, it } from 'vitest'
import { indexed } from '../../../support/sign-in/cached-roles.ts'
import { atOrganization, StoredIndex, startAssume } from '../../../support/sign-in/organization.ts'
import { type SsoScene, session } from '../../../support/sign-in/sso.ts'
import { plain } from '../../../support/terminal/pty.ts'
import { evaluated } from '../../../support/test-aws.ts'

/** Returns a function that lists the steps of the requests since this call. */
function since(sso: SsoScene) {
  const before = sso.portal.requests.length
  return () => sso.portal.requests.slice(before).map(({ step }) => step)
}

const [first = '', second = ''] = ['100000000000', '100355133117']

describe('a target in the list of roles', () => {
  it.each(['payments-prod:Admin', 'PAYMENTS-Prod:admin', `${first}:Admin`, `${first}:ADMIN`])(
    'needs only one call: %s',
    async (target) => {
      const sso = await indexed()
      const steps = since(sso)
      const { stdout, stderr } = await sso.assume([target])
      expect(stderr).toBe('')
      expect(await evaluated(stdout)).toMatchObject({
        ASSUME_ROLE: 'Admin@payments-prod',
        AWS_ACCOUNT_ID: first,
      })
      expect(steps()).toEqual(['credentials'])
    },
  )

  it('is matched against the danger patterns by its exact name, whatever the user types', async () => {
    const files = { '.config/assume/config': 'danger = Admin\n' }
    const sso = await indexed({ files })
    expect(await sso.assume(['payments-prod:aDMIN'])).toMatchObject({ exitCode: 3 })
    expect(await sso.assume(['payments-prod:ReadOnly'])).toMatchObject({ exitCode: 0 })
  })

  it('can be explained, and used from the cache, without the network', async () => {
    const sso = await indexed()
    await sso.session(['payments-prod:Admin'])
    for (const step of ['credentials', 'accounts', 'roles'] as const) {
      sso.portal.faults[step] = { kind: 'drop' }
    }
    const steps = since(sso)
    const { stdout, exitCode } = await sso.assume(['explain', 'payments-prod:Admin'])
    expect(exitCode).toBe(0)
    expect(stdout).toContain(first)
    expect((await sso.assume(['roles'])).stderr).toBe('')
    // A cached session needs no network, and a new one fails with the cause.
    await sso.session(['payments-prod:admin'])
    expect(steps()).toEqual([])
    const other = await sso.assume(['data-prod:Admin'])
    expect(other.stderr).toMatch(/^assume: GetRoleCredentials of "Admin" in 100355133117 failed: /)
    expect(other.exitCode).toBe(1)
  })
})

describe('a part of a name', () => {
  it('is an error that lists the matching roles, even if there is only one', async () => {
    const sso = await indexed()
    const steps = since(sso)
    expect(await sso.assume(['payments:adm'])).toMatchObject({
      stdout: '(exit 2);\n',
      stderr: `assume: "payments:adm" is only a part of the name of 2 roles
  hint: assume payments-prod:Admin
  hint: assume payments-staging:Admin
`,
      exitCode: 2,
    })
    // assume lists the accounts, because the name could be that of a new account.
    expect(steps()).toEqual(['accounts'])
    expect(await sso.assume(['payments-st:bill'])).toMatchObject({
      stderr:
        'assume: "payments-st:bill" is only a part of the name of one role\n  hint: assume payments-staging:Billing\n',
      exitCode: 2,
    })
    const many = await sso.assume(['prod:a'])
    expect(many.stderr).toContain('\n  hint: and 72 more: assume roles\n')
  })

  it('opens the picker on a terminal with this query; Enter selects the first role', async () => {
    const sso = await indexed()
    const steps = since(sso)
    const terminal = startAssume(sso, 'payments:adm')
    const shown = plain(await terminal.waitFor('2/2  Enter'))
    expect(shown).toContain('assume: payments adm')
    expect(shown).toContain('payments-staging:Admin')
    terminal.type('\r')
    const rest = plain(await terminal.waitFor('the end'))
    expect(rest).toContain('status 0\nAdmin@payments-prod\n')
    expect(steps()).toEqual(['credentials'])
  })

  it('exits with 130 if the user cancels the picker', async () => {
    const sso = await indexed()
    const terminal = startAssume(sso, 'payments:adm')
    await terminal.waitFor('2/2  Enter')
    terminal.type('\x1b')
    expect(plain(await terminal.waitFor('the end'))).toContain('status 130\n')
  })

  it('does not open the picker with --no-input', async () => {
    const sso = await indexed()
    const terminal = startAssume(sso, 'payments:adm --no-input')
    const rest = plain(await terminal.waitFor('the end'))
    expect(rest).toContain('hint: assume payments-prod:Admin\n')
    expect(rest).toContain('status 2\n')
  })
})

/** Gives the second account the name of the first. */
const twins = (sso: SsoScene) =>
  sso.directory.update({
    accounts: sso.directory.accounts.map((account, index) =>
      index === 1 ? { ...account, accountName: 'payments-prod' } : account,
    ),
  })

it('accounts that have the same name require the account number', async () => {
  const sso = await atOrganization({ accounts: 80 })
  twins(sso)
  await sso.assume(['roles'])
  expect(await sso.assume(['payments-prod:Admin'])).toMatchObject({
    stderr: `assume: "payments-prod" is the name of 2 accounts\n  hint: say which: ${first}:Admin, ${second}:Admin\n`,
    exitCode: 1,
  })
  expect(await sso.assume([`${second}:Admin`])).toMatchObject({ exitCode: 0 })
  const part = await sso.assume(['payments-pr:Admin'])
  expect(part.stderr).toContain(`hint: assume ${first}:Admin\n  hint: assume ${second}:Admin\n`)
})

describe('after a change in the organization', () => {
  it('assume finds a new account and a new role at AWS', async () => {
    const sso = await indexed({ accounts: 3 })
    const [bob] = sso.directory.users
    if (!bob) throw new Error('no user')
    const assignments = [
      ...bob.assignments,
      { accountId: '999999999999', roleName: 'Admin' },
      { accountId: first, roleName: 'Auditor' },
    ]
    const account = { accountId: '999999999999', accountName: 'new', emailAddress: 'n@example.com' }
    sso.directory.update({
      accounts: [...sso.directory.accounts, account],
      users: [{ ...bob, assignments }],
    })
    const steps = since(sso)
    expect(await sso.assume(['new:Admin'])).toMatchObject({ stderr: '', exitCode: 0 })
    expect(await sso.assume(['payments-prod:Auditor'])).toMatchObject({ stderr: '', exitCode: 0 })
    expect(steps()).toEqual(['accounts', 'credentials', 'credentials'])
    // The next list fetches only the roles of the new account.
    const { stdout } = await sso.assume(['roles', 'new', '--format', 'tsv'])
    expect(stdout).toMatch(/^new\t999999999999\tAdmin\tn@example\.com\t\S+Z\tcorp\n$/)
    expect(steps().slice(3)).toEqual(['roles'])
  })

  it('a removed role leaves the list once ListAccountRoles no longer returns it', async () => {
    const sso = await indexed({ accounts: 3 })
    const [bob] = sso.directory.users
    if (!bob) throw new Error('no user')
    sso.portal.faults.credentials = denied
    const run = await sso.assume(['payments-prod:Admin'])
    expect(run.stderr).toBe(
      `assume: IAM Identity Center gives you no role "Admin" in ${first}: No access (ForbiddenException)\n  hint: it lists this role for you, so try again in a minute\n`,
    )
    expect(new StoredIndex(sso).text).toContain('\tAdmin ReadOnly PowerUser Billing\n')
    delete sso.portal.faults.credentials
    sso.directory.update({ users: [{ ...bob, assignments: bob.assignments.slice(1) }] })
    const gone = await sso.assume(['payments-prod:Admin'])
    expect(gone.stderr).toContain('No access (ForbiddenException)\n  hint: ')
    expect(gone.stderr).toContain('roles there: ReadOnly, PowerUser, Billing\n')
    const { stdout } = await sso.assume(['roles', 'payments-prod', '--format', 'tsv'])
    expect(stdout).not.toContain('\tAdmin\t')
    expect(stdout).toContain('\tReadOnly\t')
  })

  it('a renamed account has both names until assume fetches the list again', async () => {
    const sso = await indexed({ accounts: 3 })
    sso.directory.update({
      accounts: sso.directory.accounts.map((account, index) =>
        index === 0 ? { ...account, accountName: 'renamed' } : account,
      ),
    })
    const old = await sso.assume(['payments-prod:Admin'])
    expect(await evaluated(old.stdout)).toMatchObject({ ASSUME_ROLE: 'Admin@payments-prod' })
    const now = await sso.assume(['renamed:Admin'])
    expect(await evaluated(now.stdout)).toMatchObject({ ASSUME_ROLE: 'Admin@renamed' })
    expect(await sso.assume(['payments-prod:Admin'])).toMatchObject({
      stderr: expect.stringContaining(
        'IAM Identity Center gives you no account named "payments-prod"',
      ),
      exitCode: 1,
    })
  })

  it('a suspended account leaves the list', async () => {
    const sso = await indexed({ accounts: 3 })
    sso.directory.update({
      accounts: sso.directory.accounts.map((account, index) =>
        index === 0 ? { ...account, status: 'SUSPENDED' as const } : account,
      ),
    })
    expect(await sso.assume(['payments-prod:Admin'])).toMatchObject({
      stderr: expect.stringContaining(
        '  hint: you have no role in this account: its number may be wrong, or it may be suspended or closed\n',
      ),
      exitCode: 1,
    })
    const { stdout } = await sso.assume(['roles', '--format', 'tsv'])
    expect(stdout).not.toContain('payments-prod')
    expect(stdout.trimEnd().split('\n')).toHaveLength(8)
  })
})

describe('with several sign-ins', () => {
  const two = `${session}
[sso-session other]
sso_start_url = https://other.awsapps.com/start
sso_region = us-east-1
`

  it('assume uses the one with the role, and requires --sso-session if both have it', async () => {
    const sso = await atOrganization({ accounts: 3, config: two })
    await sso.assume(['roles'])
    expect(await sso.assume(['payments-prod:Admin'])).toMatchObject({ stderr: '', exitCode: 0 })
    const { accessToken } = sso.directory.issueToken('bob')
    sso.write('other', JSON.stringify({ ...sso.read(), accessToken }))
    await sso.assume(['roles'])
    expect(await sso.assume(['data-prod:Admin'])).toMatchObject({
      stdout: '(exit 2);\n',
      stderr: `assume: "data-prod:Admin" is in several sign-ins: [sso-session corp], [sso-session other]
  hint: assume data-prod:Admin --sso-session corp
  hint: assume data-prod:Admin --sso-session other
`,
    })
    const named = await sso.assume(['data-prod:Admin', '--sso-session', 'other'])
    expect(named).toMatchObject({ stderr: '', exitCode: 0 })
    const part = await sso.assume(['payments:adm'])
    expect(part.stderr).toContain('  hint: assume payments-prod:Admin --sso-session other\n')
  })
})

const denied = {
  kind: 'raw',
  status: 403,
  headers: { 'x-amzn-ErrorType': 'ForbiddenException:' },
  body: '{"message":"No access"}',
} as const
