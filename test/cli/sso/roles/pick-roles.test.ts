import { describe, expect, it } from 'vitest'
import { indexed } from '../../../support/sign-in/cached-roles.ts'
import { atOrganization, StoredIndex, startAssume } from '../../../support/sign-in/organization.ts'
import { plain, type Terminal } from '../../../support/terminal/pty.ts'

const size = { accounts: 80 }

/** Types, waits for this text, and returns the lines of the last frame. */
async function frame(terminal: Terminal, keys: string, text: string): Promise<readonly string[]> {
  if (keys !== '') terminal.type(keys)
  // A frame ends with the sequence that clears the rest of the screen.
  const drawn = await terminal.waitFor(
    new RegExp(`${text}[^\\x1b]*(\\x1b\\[(?!J)[^\\x1b]*)*\\x1b\\[J`),
  )
  return plain(drawn.slice(drawn.lastIndexOf('\x1b[H') + 1)).split('\n')
}

const chosen = (lines: readonly string[]) => lines.find((line) => line.startsWith('>')) ?? ''

const [first = '', second = ''] = ['100000000000', '100355133117']

describe('assume without arguments, on a terminal', () => {
  it('shows all roles of all accounts, and provides a session of the selected one', async () => {
    const sso = await indexed()
    const terminal = startAssume(sso, '')
    const all = await frame(terminal, '', '320/320')
    expect(chosen(all)).toMatch(
      /^> payments-prod:Admin +100000000000 +aws\+payments-prod@example\.com/,
    )
    expect(all.at(-1)).toContain('Ctrl-R: fetch roles again (0 min old)')
    const before = sso.portal.requests.length
    await frame(terminal, 'payments-staging bill', '/320')
    terminal.type('\r')
    expect(plain(await terminal.waitFor('the end'))).toContain(
      'status 0\nBilling@payments-staging\n',
    )
    expect(sso.portal.requests.slice(before).map(({ step }) => step)).toEqual(['credentials'])
  })

  it.each([
    ['the name of the account', 'data-prod', 'data-prod:Admin'],
    ['its number', second, 'data-prod:Admin'],
    ['its email', 'aws+data-prod@', 'data-prod:Admin'],
    ['name and role', 'data-prod bil', 'data-prod:Billing'],
    ['a role with a typing error', 'bililng data-prod', 'data-prod:Billing'],
  ])('finds a role by %s', async (_, query, word) => {
    const terminal = startAssume(await indexed(), '')
    await frame(terminal, '', '320/320')
    expect(chosen(await frame(terminal, query, `${query.replace('+', '\\+')}▏`))).toMatch(
      new RegExp(`^> ${word} `),
    )
  })

  it('shows a role used in a shell first, with the remaining time of its session', async () => {
    const sso = await indexed()
    for (const words of [['data-prod:Billing'], ['data-prod:Billing', '--refresh']]) {
      await sso.session(words)
    }
    const terminal = startAssume(sso, '')
    const all = await frame(terminal, '', '320/320')
    expect(chosen(all)).toMatch(/^> payments-prod:Admin/)
    terminal.type('\x1b')
    await terminal.waitFor('the end')
    // A session for a program does not count as a use of the role. A session in a shell does.
    await sso.assume(['data-prod:Billing'])
    const again = startAssume(sso, '')
    expect(chosen(await frame(again, '', '320/320'))).toMatch(
      /^> data-prod:Billing +100355133117 +cached 5 h 59 min /,
    )
  })

  it('shows the account number if two accounts have the same name', async () => {
    const sso = await atOrganization(size)
    sso.directory.update({
      accounts: sso.directory.accounts.map((account, index) =>
        index === 1 ? { ...account, accountName: 'payments-prod' } : account,
      ),
    })
    await sso.assume(['roles'])
    const terminal = startAssume(sso, '')
    await frame(terminal, '', '320/320')
    const lines = await frame(terminal, 'payments-prod admin', 'payments-prod admin▏')
    expect(chosen(lines)).toMatch(new RegExp(`^> ${first}:Admin +${first} +payments-prod`))
    terminal.type('\x1b[B\r')
    expect(plain(await terminal.waitFor('the end'))).toContain('status 0\nAdmin@payments-prod\n')
  })

  it('shows profiles and roles together', async () => {
    const config = `[profile here]\nregion = eu-west-1\n[sso-session corp]\nsso_start_url = https://demo.awsapps.com/start\nsso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n`
    const sso = await indexed({ config })
    const terminal = startAssume(sso, '')
    const lines = await frame(terminal, '', '321/321')
    expect(lines.join('\n')).toMatch(/here .*\n.*payments-prod:Admin/s)
  })

  it('needs no network for a role whose session is cached', async () => {
    const sso = await indexed()
    await sso.session(['data-prod:Billing'])
    for (const step of ['credentials', 'accounts', 'roles'] as const) {
      sso.portal.faults[step] = { kind: 'drop' }
    }
    const terminal = startAssume(sso, '')
    await frame(terminal, '', '320/320')
    await frame(terminal, 'data-prod:Billing', 'data-prod:Billing▏')
    terminal.type('\r')
    expect(plain(await terminal.waitFor('the end'))).toContain('status 0\nBilling@data-prod\n')
  })
})

describe('Ctrl-R', () => {
  it('fetches the roles again and preserves the query', async () => {
    const sso = await indexed()
    new StoredIndex(sso).age(5 * 3600_000)
    const terminal = startAssume(sso, '')
    const old = await frame(terminal, '', '320/320')
    expect(old.at(-1)).toContain('(5 h old)')
    await frame(terminal, 'brand', 'brand▏')
    const [bob] = sso.directory.users
    if (!bob) throw new Error('no user')
    const account = { accountId: '999999999999', accountName: 'brand', emailAddress: 'b@x.com' }
    sso.directory.update({
      accounts: [...sso.directory.accounts, account],
      users: [
        {
          ...bob,
          assignments: [...bob.assignments, { accountId: '999999999999', roleName: 'Admin' }],
        },
      ],
    })
    terminal.type('\x12')
    expect(plain(await terminal.waitFor('(0 min old)'))).toContain('brand:Admin')
    terminal.type('\r')
    expect(plain(await terminal.waitFor('the end'))).toContain('status 0\nAdmin@brand\n')
  })

  it('shows a warning if the fetch fails, and still shows the roles', async () => {
    const sso = await indexed()
    sso.portal.faults.accounts = { kind: 'drop' }
    const terminal = startAssume(sso, '')
    await frame(terminal, '', '320/320')
    const lines = await frame(terminal, '\x12', 'may not be current')
    expect(lines.at(-1)).toMatch(/^320\/320 {2}Enter: use {2}Esc: cancel {2}the list may not be/)
    expect(chosen(lines)).toMatch(/^> payments-prod:Admin/)
  })

  it('does nothing if there are no roles', async () => {
    const sso = await atOrganization({ ...size, config: '[profile here]\nregion = eu-west-1\n' })
    const terminal = startAssume(sso, '')
    const lines = await frame(terminal, '', '1/1')
    expect(lines.at(-1)).toMatch(/type to filter *$/)
    await frame(terminal, '\x12h', 'h▏')
  })
})

describe('a part of the name of an account', () => {
  it('opens the picker with this part as the query', async () => {
    const sso = await indexed()
    const terminal = startAssume(sso, 'data-pr')
    expect(chosen(await frame(terminal, '', 'data-pr▏'))).toMatch(/^> data-prod:Admin/)
    terminal.type('\r')
    expect(plain(await terminal.waitFor('the end'))).toContain('status 0\nAdmin@data-prod\n')
  })

  it('without a terminal is an error that lists the matching accounts', async () => {
    const sso = await indexed()
    expect(await sso.assume(['PAYMENTS'])).toMatchObject({
      stderr: `assume: there is no profile or command "PAYMENTS"
  hint: accounts that contain "PAYMENTS": payments-prod, payments-staging; their roles: assume roles PAYMENTS
`,
      exitCode: 2,
    })
  })
})

describe.each(['exec', 'exec --server'])('assume %s', (command) => {
  it('opens the picker for a part of the names', async () => {
    const sso = await indexed()
    const terminal = startAssume(sso, `${command} data-pr:bill -- sh -c 'echo "$ASSUME_ROLE" >&2'`)
    await frame(terminal, '', '1/1')
    terminal.type('\r')
    expect(plain(await terminal.waitFor('the end'))).toContain('Billing@data-prod\nstatus 0\n')
  })

  it('does not run the command if the user cancels', async () => {
    const sso = await indexed()
    const terminal = startAssume(sso, `${command} data-pr:bill -- sh -c 'echo started >&2'`)
    await frame(terminal, '', '1/1')
    terminal.type('\x1b')
    const rest = plain(await terminal.waitFor('the end'))
    expect(rest).toContain('status 130\n')
    expect(rest).not.toContain('started')
  })
})

describe('assume console --portal', () => {
  it('opens the picker for a part of the names', async () => {
    const sso = await indexed()
    const before = sso.portal.requests.length
    const terminal = startAssume(sso, 'console --portal --url data-pr:bill >&2')
    await frame(terminal, '', '1/1')
    terminal.type('\r')
    expect(plain(await terminal.waitFor('the end'))).toContain(
      `/start/#/console?account_id=${second}&role_name=Billing\n`,
    )
    expect(sso.portal.requests).toHaveLength(before)
  })
})
