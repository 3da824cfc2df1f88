import { writeFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { splitWords } from '../../../src/config/parse/shlex.ts'
import { start } from '../../support/processes/started.ts'
import { indexed } from '../../support/sign-in/cached-roles.ts'
import { atOrganization, StoredIndex } from '../../support/sign-in/organization.ts'
import { type SsoScene, session } from '../../support/sign-in/sso.ts'
import { core } from '../../support/terminal/dialogue.ts'
import { plain, Terminal } from '../../support/terminal/pty.ts'

const lines = (text: string) => text.split('\n').filter(Boolean).toSorted()
const echo = ['--', 'sh', '-c', 'echo "$ASSUME_ROLE $AWS_ACCOUNT_ID"']
const [first = '', second = ''] = ['100000000000', '100355133117']

const credentialCalls = (sso: SsoScene) =>
  sso.portal.requests.filter(({ step, status }) => step === 'credentials' && status === 200)

/** Gives accounts other names. */
const rename = (sso: SsoScene, names: readonly string[]) =>
  sso.directory.update({
    accounts: sso.directory.accounts.map((account, index) => ({
      ...account,
      accountName: names[index] ?? account.accountName,
    })),
  })

describe('assume each --sso', () => {
  it('--match runs the program for each ACCOUNT:ROLE of the index that matches', async () => {
    const sso = await indexed({ accounts: 42 })
    const run = await sso.assume([
      ...['each', '--sso', '--match', 'PAYMENTS-*:ReadOnly', '--match', `${second}:b*`],
      ...echo,
    ])
    expect(lines(run.stdout)).toEqual([
      `data-prod:Billing | Billing@data-prod ${second}`,
      `payments-prod:ReadOnly | ReadOnly@payments-prod ${first}`,
      `payments-staging:ReadOnly | ReadOnly@payments-staging ${sso.directory.accounts[40]?.accountId}`,
    ])
    expect(run).toMatchObject({
      exitCode: 0,
      stderr:
        'assume: exit status 0 in 3 of 3: payments-prod:ReadOnly, data-prod:Billing, payments-staging:ReadOnly\n',
    })
    expect(credentialCalls(sso)).toHaveLength(3)
    const quiet = await sso.assume('each --sso --match id*:Admin --quiet -- true'.split(' '))
    expect(quiet).toMatchObject({ stdout: '', stderr: '', exitCode: 0 })
  })

  it('--role selects the role in every account that has it', async () => {
    const sso = await atOrganization({ accounts: 3, permissionSets: 2 })
    const [bob] = sso.directory.users
    if (!bob) throw new Error('no user')
    sso.directory.update({ users: [{ ...bob, assignments: bob.assignments.slice(1) }] })
    const { stdout, stderr } = await sso.assume(['each', '--sso', '--role', 'admin', ...echo])
    expect(lines(stdout).map((line) => line.split(' ')[0])).toEqual([
      'data-prod:Admin',
      'identity-prod:Admin',
    ])
    expect(stderr).toBe(
      'assume: you have the role "admin" in 2 of 3 accounts\nassume: exit status 0 in 2 of 2: data-prod:Admin, identity-prod:Admin\n',
    )
    expect(await sso.assume(['each', '--sso', '--role', 'Admim', ...echo])).toMatchObject({
      stdout: '',
      stderr:
        'assume: you have no role "Admim" in any account\n  hint: did you mean "Admin"?\n  hint: all roles: assume roles\n',
      exitCode: 2,
    })
  })

  it('completes a partial index first', async () => {
    const sso = await atOrganization({ accounts: 3 })
    await sso.assume(['roles'])
    const stored = new StoredIndex(sso)
    const partial = stored.text
      .replace('\tcomplete\t', '\tpartial\t')
      .replace(/^c\t1003.*$/m, `l\t${second}\tdata-prod\td@example.com\t`)
    writeFileSync(stored.path, partial)
    const { stdout } = await sso.assume(['each', '--sso', '--match', 'data-*:Admin', ...echo])
    expect(stdout).toBe(`data-prod:Admin | Admin@data-prod ${second}\n`)
  })

  it('obtains each session just before its program, and runs the first program alone', async () => {
    const sso = await atOrganization({ accounts: 20, permissionSets: 1 })
    const home = { ...sso.testAws.home, env: { ...sso.testAws.home.env, ...sso.env } }
    const child = start(
      ['each', '--sso', '--role', 'Admin', '--', 'sh', '-c', 'echo started; exec sleep 1000'],
      home,
    )
    onTestFinished(() => void child.kill('SIGKILL'))
    await new Promise<void>((seen) => child.stdout.once('data', () => seen()))
    child.kill('SIGINT')
    const { stdout, stderr, exitCode } = await child
    expect({ stdout, exitCode }).toEqual({
      stdout: 'payments-prod:Admin | started\n',
      exitCode: 130,
    })
    expect(credentialCalls(sso)).toHaveLength(1)
    expect(stderr).toContain('cancelled when 0 of 20 had finished')
    expect(stderr).toMatch(
      /the others alone: assume each --sso-session corp payments-prod:Admin data-prod:Admin .* -- sh -c /,
    )
  })

  it('obtains 60 sessions if AWS allows 20 calls a second', async () => {
    const sso = await indexed({ accounts: 60, permissionSets: 1 })
    sso.portal.callsPerSecond = 20
    const run = await sso.testAws.assume(
      ['each', '--sso', '--role', 'Admin', '--jobs', '30', '--', 'true'],
      // The process of the tests would need longer to start so many programs.
      { asProcess: true, env: sso.env },
    )
    expect(run).toMatchObject({ stdout: '', exitCode: 0 })
    expect(run.stderr).toMatch(/^assume: exit status 0 in 60 of 60: /)
    expect(credentialCalls(sso)).toHaveLength(60)
  }, 60_000)
})

describe('a failure in assume each --sso', () => {
  it('is reported with its exit status, and a command repeats only the failed runs', async () => {
    const sso = await atOrganization({ accounts: 4, permissionSets: 1 })
    rename(sso, ['a b', 'twin', 'twin', '--help'])
    const ids = sso.directory.accounts.map(({ accountId }) => accountId)
    const script = 'case $AWS_ACCOUNT_ID in *7|100000000000) exit 3;; esac'
    const words = ['each', '--sso', '--role', 'Admin', '-j', '2', '--', 'sh', '-c', script]
    const { stderr, exitCode } = await sso.assume(words)
    expect(exitCode).toBe(1)
    const [good, ...rest] = stderr.split('\n')
    expect(good).toBe(`assume: exit status 0 in 2 of 4: ${ids[2]}:Admin, ${ids[3]}:Admin`)
    expect(rest).toEqual([
      'assume: 2 of 4 failed',
      `  ${ids[0]}:Admin: exit status 3`,
      `  ${ids[1]}:Admin: exit status 3`,
      `  hint: those alone: assume each --jobs 2 --sso-session corp ${ids[0]}:Admin ${ids[1]}:Admin -- sh -c '${script}'`,
      '',
    ])
    const [, again = ''] = /those alone: assume (.*)/.exec(stderr) ?? []
    const repeated = await sso.assume(splitWords(again) ?? [])
    expect(repeated.stderr).toContain('assume: 2 of 2 failed')
  })

  it('is reported if AWS denies the session', async () => {
    const sso = await atOrganization({ accounts: 3, permissionSets: 1 })
    await sso.assume(['roles'])
    const [bob] = sso.directory.users
    sso.directory.update({
      users: bob ? [{ ...bob, assignments: bob.assignments.slice(1) }] : [],
    })
    const { stderr, exitCode } = await sso.assume([
      'each',
      '--sso',
      '--role',
      'Admin',
      '--',
      'true',
    ])
    expect(exitCode).toBe(1)
    expect(stderr).toContain(
      'assume: exit status 0 in 2 of 3: data-prod:Admin, identity-prod:Admin\n',
    )
    expect(stderr).toContain('  payments-prod:Admin: IAM Identity Center gives you no role "Admin"')
  })

  it('prevents all runs if there is no sign-in', async () => {
    const sso = await atOrganization({ accounts: 2, isSignedIn: false })
    await sso.signIn('dev', { refreshes: false })
    await sso.assume(['roles'])
    sso.directory.revoke()
    const run = await sso.assume(['each', '--sso', '--role', 'Admin', ...echo])
    expect(run).toMatchObject({ stdout: '', exitCode: 3 })
    expect(run.stderr).toContain('assume: you are not signed in to IAM Identity Center (corp)')
    expect(run.stderr).not.toContain('2 of 2')
  })

  it('is reported once if these roles do not support an option', async () => {
    const sso = await atOrganization({ accounts: 2 })
    const run = await sso.assume(['each', '--sso', '--role', 'Admin', '--duration', '1h', ...echo])
    expect(run).toMatchObject({ stdout: '', exitCode: 2 })
    expect(run.stderr).toMatch(
      /^assume: --duration cannot be used with a role of IAM Identity Center/,
    )
  })
})

describe('--dry-run', () => {
  it('prints the plan with counts, and gets no session', async () => {
    const files = { '.config/assume/config': 'danger = data-*\n' }
    const sso = await atOrganization({ accounts: 3, permissionSets: 2, files })
    const { stdout, stderr, exitCode } = await sso.assume([
      ...['each', '--sso', '--match', '*:*', '--region', 'eu-west-1,us-east-1', '--dry-run'],
      ...echo,
    ])
    expect(
      stdout
        .split('\n')
        .slice(0, 6)
        .map((line) => line.trim().split(/ {2,}/)),
    ).toEqual([
      ['TARGET', 'ID', 'ACCOUNT', 'REGION', 'PROTECTED'],
      ['payments-prod:Admin', first, 'payments-prod', 'eu-west-1'],
      ['payments-prod:Admin', first, 'payments-prod', 'us-east-1'],
      ['payments-prod:ReadOnly', first, 'payments-prod', 'eu-west-1'],
      ['payments-prod:ReadOnly', first, 'payments-prod', 'us-east-1'],
      ['data-prod:Admin', second, 'data-prod', 'eu-west-1', 'danger'],
    ])
    expect({ stderr, exitCode }).toEqual({
      stderr:
        'assume: dry run: 12 runs, 8 at a time: 6 targets in 3 accounts and 2 regions; 2 protected\n',
      exitCode: 0,
    })
    expect(credentialCalls(sso)).toEqual([])
  })

  it('also lists profiles, and needs no program', async () => {
    const config = '[profile a]\nregion = x\n[profile b]\nregion = x\n'
    const sso = await atOrganization({ accounts: 1, config })
    expect(await sso.assume(['each', 'a', 'b', '--dry-run'])).toMatchObject({
      stdout: 'TARGET\na\nb\n',
      stderr: 'assume: dry run: 2 runs, 2 at a time: 2 targets\n',
      exitCode: 0,
    })
  })
})

describe('assume each with protected targets', () => {
  const files = { '.config/assume/config': 'danger = *-prod\ndanger = Billing\n' }

  it('runs nothing without a terminal, unless --yes confirms all', async () => {
    const sso = await atOrganization({ accounts: 3, files })
    const words = ['each', '--sso', '--match', '*:Admin']
    expect(await sso.assume([...words, ...echo])).toMatchObject({
      stdout: '',
      stderr:
        'assume: 3 of 3 targets are protected (payments-prod:Admin, data-prod:Admin, identity-prod:Admin): danger = *-prod in ~/.config/assume/config:1. A person has to confirm this, and there is no terminal to ask on\n  hint: to confirm in advance: --yes\n',
      exitCode: 3,
    })
    const yes = await sso.assume([...words, '--yes', ...echo])
    expect(lines(yes.stdout)).toHaveLength(3)
    const one = await sso.assume(['each', '--sso', '--match', 'data-*:Admin', ...echo])
    expect(one.stderr).toMatch(/^assume: account data-prod matches "\*-prod", danger in /)
    expect(one.exitCode).toBe(3)
  })

  it('asks once for all targets, and the answer is their number', async () => {
    const sso = await indexed({ accounts: 41, permissionSets: 1, files })
    const env = { ...sso.testAws.home.env, ...sso.env }
    const words = "each --sso --match 'payments-*:*' --match 'data-*:*' -- echo done"
    const script = `${core} ${words}; echo "status $?"; read -r _`
    const terminal = Terminal.start('bash', ['--norc', '-c', script], sso.testAws.home.path, env)
    const shown = plain(await terminal.waitFor('to continue: '))
    expect(shown.replaceAll(/\s+/g, ' ')).toContain(
      '2 of 3 targets are protected (payments-prod:Admin, data-prod:Admin): danger = *-prod in ~/.config/assume/config:1 Type 2 to continue:',
    )
    terminal.type('payments-prod\r')
    await terminal.waitFor('that is not 2')
    expect(credentialCalls(sso)).toEqual([])
    terminal.type('2\r')
    const rest = plain(await terminal.waitFor(/^status 0/m))
    expect(rest).toContain('exit status 0 in 3 of 3')
  })
})

describe('the selection of roles', () => {
  it.each([
    [['--sso'], '--sso needs --match or --role'],
    [
      ['--sso', '--role', 'Admin', '--match', '*:Admin'],
      '--match and --role cannot be used together',
    ],
    [['--sso', '--role', 'Admin', 'dev'], '--sso and "dev" cannot be used together'],
    [['--sso', '--role', 'Admin', '--profiles-from', '-'], '--sso and --profiles-from cannot be'],
    [['--sso', '--role', 'Admin', '--token-code', '123456'], '--sso and --token-code cannot be'],
    [['--sso', '--match', 'prod'], '--match "prod" is not a pattern for ACCOUNT:ROLE'],
    [['--sso', '--match', 'x*:*'], '--match "x*:*" matches none of your 4 roles'],
    [['--role', 'Admin'], '--role needs --sso or --org'],
    [['--role', 'Admin', 'dev'], '--role needs --sso or --org'],
  ])('%j is wrong usage', async (words, complaint) => {
    const sso = await atOrganization({ accounts: 1 })
    const run = await sso.assume(['each', ...words, ...echo])
    expect(run).toMatchObject({ stdout: '', exitCode: 2 })
    expect(run.stderr).toContain(complaint)
  })

  it('refuses a role of two sign-ins without --sso-session', async () => {
    const other = session.replace('sso-session corp', 'sso-session other')
    const sso = await atOrganization({ accounts: 1, config: `${session}\n${other}` })
    sso.write('other', JSON.stringify(sso.read()))
    const words = ['each', '--sso', '--role', 'Admin']
    expect(await sso.assume([...words, ...echo])).toMatchObject({
      stdout: '',
      stderr: `assume: ${first}:Admin is a role of two sign-ins, corp and other\n  hint: name one with --sso-session\n`,
      exitCode: 2,
    })
    const named = await sso.assume([...words, '--sso-session', 'other', '--', 'false'])
    expect(named.stderr).toContain(
      'those alone: assume each --sso-session other payments-prod:Admin -- false\n',
    )
  })

  it('uses a role of the index, even if a profile has the same name', async () => {
    const config = `${session}\n[profile payments-prod:Admin]\nsso_session = corp\nsso_account_id = ${second}\nsso_role_name = Admin\n`
    const sso = await atOrganization({ accounts: 2, permissionSets: 1, config })
    const run = await sso.assume(['each', '--sso', '--match', 'payments-*:*', ...echo])
    expect(run.stdout).toBe(`payments-prod:Admin | Admin@payments-prod ${first}\n`)
  })
})
