import { readFileSync } from 'node:fs'
import {
  type Condition,
  type Organization,
  organizationOf,
  type Role,
  slow,
  type User,
  type World,
} from 'aws-stand-in'
import { describe, expect, it, onTestFinished } from 'vitest'
import { splitWords } from '../../../src/config/parse/shlex.ts'
import { keysOf } from '../../support/home.ts'
import { start } from '../../support/processes/started.ts'
import { dialogue } from '../../support/terminal/dialogue.ts'
import { TestAws } from '../../support/test-aws.ts'

const management = '111111111111'
const role = 'OrganizationAccountAccessRole'

const boss: User = {
  account: management,
  name: 'boss',
  accessKeys: [{ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/bPxRfiCY' }],
  policies: {
    all: {
      Statement: [{ Effect: 'Allow', Action: ['organizations:*', 'sts:*'], Resource: '*' }],
    },
  },
  mfaDevices: [],
}

const account = (id: number, name: string, state?: 'SUSPENDED' | 'PENDING_CLOSURE') => ({
  id: String(200_000_000_000 + id),
  name,
  email: `a${id}@example.com`,
  ...(state && { state }),
})

const main = { id: management, name: 'main', email: 'main@example.com' }
const few = [account(1, 'data-prod'), account(2, 'data-test'), account(3, 'web-prod')]
const closed = [account(4, 'web-old', 'SUSPENDED'), account(5, 'web-gone', 'PENDING_CLOSURE')]

const trusting = (Condition: Condition = {}): Role['trustPolicy'] => ({
  Statement: {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${management}:root` },
    Action: 'sts:AssumeRole',
    Condition,
  },
})

const accessRole = (id: string): Role => ({ account: id, name: role, trustPolicy: trusting() })

const organization = organizationOf([main, ...few, ...closed], management)

const worldOf = (some: Organization): World => ({
  users: [boss],
  roles: some.accounts.map(({ id }) => accessRole(id)),
  organization: some,
})

async function inOrganization(
  some: Organization = organization,
  files: Readonly<Record<string, string>> = {},
) {
  const testAws = await TestAws.open({
    world: worldOf(some),
    config: '[profile boss]\nregion = eu-west-1\n',
    credentials: keysOf(boss),
    files,
  })
  const env = { AWS_ENDPOINT_URL_ORGANIZATIONS: testAws.aws.url }
  return {
    testAws,
    assume: (words: readonly string[], more = {}) =>
      testAws.assume(words, { env: { ...env, ...more } }),
  }
}

const org = ['each', '--org', '--role', role, '--via', 'boss']
const echo = ['--', 'sh', '-c', 'echo "$AWS_ACCOUNT_ID"']
const lines = (text: string) => text.split('\n').filter(Boolean).toSorted()
const arn = (id: string | undefined) => `arn:aws:iam::${id}:role/${role}`

describe('assume each --org', () => {
  it('says on a terminal after two seconds that it waits for the list', async () => {
    const { testAws } = await inOrganization(
      organizationOf(
        [main, ...Array.from({ length: 70 }, (_, id) => account(id, `a-${id}`))],
        management,
      ),
    )
    testAws.aws.faults.at = { ListAccounts: slow(800) }
    const { shown } = await dialogue(testAws, [
      `export AWS_ENDPOINT_URL_ORGANIZATIONS=${testAws.aws.url}`,
      `assume ${org.join(' ')} --dry-run | tail -n 1`,
    ])
    expect(shown.split('waiting for')).toHaveLength(2)
    expect(shown).toContain(
      'assume: waiting for the accounts of the organization (Ctrl-C to cancel)\n',
    )
  })

  it('runs the program in every active account, and names the accounts that it omits', async () => {
    const { assume } = await inOrganization()
    const { stdout, stderr, exitCode, calls } = await assume([...org, ...echo])
    expect(lines(stdout)).toEqual(few.map(({ id, name }) => `${name} | ${id}`))
    expect({ stderr, exitCode }).toEqual({
      stderr: `assume: without 2 that are not active: web-old (${closed[0]?.id}), SUSPENDED; web-gone (${closed[1]?.id}), PENDING_CLOSURE
assume: without main (${management}): it is the management account
assume: exit status 0 in 3 of 3: data-prod, data-test, web-prod
`,
      exitCode: 0,
    })
    const actions = calls.map(({ action }) => action)
    expect(actions.filter((action) => action === 'AssumeRole')).toHaveLength(3)
    expect(actions.filter((action) => action === 'ListAccounts')).toHaveLength(1)
    const all = await assume([...org, '--with-own', ...echo])
    expect(lines(all.stdout)).toHaveLength(4)
  })

  it('an account is active according to State, or to Status if State is missing', async () => {
    const { assume, testAws } = await inOrganization()
    const found = (id: number, more: object) => ({
      ...{ Id: String(200_000_000_000 + id), Name: `n${id}` },
      ...more,
    })
    const Accounts = [
      found(1, { Status: 'ACTIVE', State: 'PENDING_ACTIVATION' }),
      found(2, { Status: 'ACTIVE' }),
      found(3, { Status: 'SUSPENDED' }),
      found(4, { Status: 'SUSPENDED', State: 'ACTIVE' }),
    ]
    testAws.aws.faults.at = {
      ListAccounts: { kind: 'raw', status: 200, body: JSON.stringify({ Accounts }) },
    }
    const { stdout } = await assume([...org, ...echo])
    expect(lines(stdout)).toEqual(['n2 | 200000000002', 'n4 | 200000000004'])
  })

  it.each([
    [['data'], ['data-prod', 'data-test'], 1],
    [['Root/data'], ['data-prod', 'data-test'], 1],
    [['/Workloads/Prod', 'data'], ['data-prod', 'data-test', 'x-prod'], 2],
    [['Workloads'], ['w-one', 'x-prod'], 2],
    [['ou-exam-22222222'], ['w-one', 'x-prod'], 2],
    [['r-exam'], ['data-prod', 'data-test', 'w-one', 'web-prod', 'x-prod'], 5],
  ])(
    '--ou %j selects the accounts of the unit and of all units below it',
    async (units, names, visited) => {
      const workloads = { id: 'ou-exam-22222222', name: 'Workloads', parent: 'r-exam' }
      const prod = { id: 'ou-exam-33333333', name: 'Prod', parent: workloads.id }
      const deep: Organization = {
        ...organization,
        units: [...organization.units.filter(({ name }) => name !== 'main'), workloads, prod],
        accounts: [
          ...organization.accounts,
          { ...account(6, 'w-one'), parent: workloads.id },
          { ...account(7, 'x-prod'), parent: prod.id },
        ],
      }
      const { assume } = await inOrganization(deep)
      const { stdout, calls } = await assume([
        ...org,
        ...units.flatMap((unit) => ['--ou', unit]),
        ...echo,
      ])
      expect(lines(stdout).map((line) => line.split(' ')[0])).toEqual(names)
      expect(calls.filter(({ action }) => action === 'ListAccountsForParent')).toHaveLength(visited)
      expect(calls.filter(({ action }) => action === 'ListAccounts')).toEqual([])
    },
  )

  it('lists each active account of 2,500 once, from 126 pages', async () => {
    const members = Array.from({ length: 2500 }, (_, index) =>
      account(index, `team${index % 40}-${index}`, index % 100 === 0 ? 'SUSPENDED' : undefined),
    )
    const { assume } = await inOrganization(organizationOf([main, ...members], management))
    const { stdout, stderr, exitCode, calls } = await assume([...org, '--dry-run'])
    expect(exitCode).toBe(0)
    const rows = stdout.trimEnd().split('\n').slice(1)
    expect(new Set(rows.map((row) => row.split(/ +/)[1])).size).toBe(2475)
    expect(rows).toHaveLength(2475)
    expect(stderr).toContain('assume: without 25 that are not active: team0-0 (200000000000)')
    expect(stderr).toContain('dry run: 2475 runs, 8 at a time: 2475 targets in 2475 accounts\n')
    expect(calls.filter(({ action }) => action === 'ListAccounts')).toHaveLength(126)
    expect(calls.filter(({ action }) => action === 'AssumeRole')).toEqual([])
  })

  it('reports each failure, and the command that repeats only the failed runs', async () => {
    const { assume, testAws } = await inOrganization()
    const script = 'case $AWS_ACCOUNT_ID in *1) exit 3;; esac'
    const { stderr, exitCode } = await assume([...org, '--quiet', '--', 'sh', '-c', script])
    expect(exitCode).toBe(1)
    expect(stderr).toBe(`assume: 1 of 3 failed
  data-prod: exit status 3
  hint: those alone: assume each --quiet --source-profile boss ${arn(few[0]?.id)} -- sh -c '${script}'
`)
    const [, again = ''] = /those alone: assume (.*)/.exec(stderr) ?? []
    const repeated = await testAws.assume(splitWords(again) ?? [])
    expect(repeated.stderr).toContain('assume: 1 of 1 failed')
    expect(repeated.calls.filter(({ action }) => action?.startsWith('List'))).toEqual([])
  })

  it('--yes confirms all protected accounts', async () => {
    const files = { '.config/assume/config': `danger = ${role}\n` }
    const { assume } = await inOrganization(organization, files)
    const run = await assume([...org, ...echo])
    expect(run).toMatchObject({ stdout: '', exitCode: 3 })
    expect(run.stderr).toContain('assume: 3 of 3 targets are protected (')
    expect(lines((await assume([...org, '--yes', ...echo])).stdout)).toHaveLength(3)
  })

  it('the output contains the account IDs of accounts with the same name', async () => {
    const twins = organizationOf([main, account(1, 'a'), account(2, 'a')], management)
    const { assume } = await inOrganization(twins)
    const { stdout } = await assume([...org, ...echo])
    expect(lines(stdout)).toEqual([
      'a 200000000001 | 200000000001',
      'a 200000000002 | 200000000002',
    ])
  })
})

it('one MFA code is enough for the list of accounts and for all roles', async () => {
  const Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }
  const serial = `arn:aws:iam::${management}:mfa/boss`
  const world = worldOf(organization)
  const testAws = await TestAws.open({
    world: {
      ...world,
      users: [{ ...boss, mfaDevices: [{ serial, codes: ['123456'] }] }],
      roles: world.roles.map((each) => ({ ...each, trustPolicy: trusting(Condition) })),
    },
    config: `[profile boss]\nregion = eu-west-1\nmfa_serial = ${serial}\n`,
    credentials: keysOf(boss),
  })
  const env = { AWS_ENDPOINT_URL_ORGANIZATIONS: testAws.aws.url }
  const run = await testAws.assume([...org, '123456', ...echo], { env })
  expect(lines(run.stdout)).toHaveLength(3)
  expect(run.exitCode).toBe(0)
  const actions = run.calls.map(({ action }) => action)
  expect(actions.filter((action) => action === 'GetSessionToken')).toHaveLength(1)
  expect(actions.filter((action) => action === 'AssumeRole')).toHaveLength(3)
})

it('after an interruption, the printed command runs only the other accounts', async () => {
  const members = Array.from({ length: 30 }, (_, index) => account(index, `a-${index}`))
  const { assume, testAws } = await inOrganization(organizationOf([main, ...members], management))
  const done = `${testAws.home.path}/done`
  const script = `case $AWS_ACCOUNT_ID in *15) echo here; sleep 1000;; esac; echo $AWS_ACCOUNT_ID >>${done}`
  const env = { ...testAws.home.env, AWS_ENDPOINT_URL_ORGANIZATIONS: testAws.aws.url }
  const words = [...org, '--jobs', '1', '--', 'sh', '-c', script]
  const child = start(words, { ...testAws.home, env })
  onTestFinished(() => void child.kill('SIGKILL'))
  await new Promise<void>((seen) => child.stdout.once('data', () => seen()))
  child.kill('SIGINT')
  const { stderr, exitCode } = await child
  expect(exitCode).toBe(130)
  expect(stderr).toContain('cancelled when 15 of 30 had finished')
  const [, again = ''] = /the others alone: assume (.*)/.exec(stderr) ?? []
  const rest = splitWords(again) ?? []
  expect(rest.filter((word) => word.startsWith('arn:'))).toHaveLength(15)
  const repeated = await assume([
    ...rest.slice(0, rest.indexOf('--')),
    '--',
    'sh',
    '-c',
    `echo $AWS_ACCOUNT_ID >>${done}`,
  ])
  expect(repeated).toMatchObject({ exitCode: 0 })
  const ran = lines(readFileSync(done, 'utf8'))
  expect(ran).toEqual(members.map(({ id }) => id))
})

describe('failures of assume each --org', () => {
  it.each([
    [
      'AccessDeniedException',
      'ListAccounts failed: no (AccessDeniedException)\n  hint: "boss" has to be in the management account',
    ],
    ['AWSOrganizationsNotInUseException', 'hint: the account of "boss" is in no organization'],
    ['ServiceException', 'ListAccounts failed: no (ServiceException)'],
  ])('%s', async (code, message) => {
    const { assume, testAws } = await inOrganization()
    testAws.aws.faults.at = { ListAccounts: { kind: 'refuse', code, status: 400, message: 'no' } }
    const run = await assume([...org, ...echo])
    expect(run).toMatchObject({ stdout: '', exitCode: 1 })
    expect(run.stderr).toContain(message)
  })

  it.each([
    [{ Accounts: 'x' }, 'ListAccounts failed: the response is not a list'],
    [{ Accounts: [{}] }, 'ListAccounts failed: an account has no number'],
    [{ Accounts: [{ Id: '../x' }] }, 'ListAccounts failed: an account has no number'],
    [{ Accounts: [], NextToken: 'x' }, 'the server sent the same nextToken twice'],
  ])('an invalid response: %j', async (body, message) => {
    const { assume, testAws } = await inOrganization()
    testAws.aws.faults.at = {
      ListAccounts: { kind: 'raw', status: 200, body: JSON.stringify(body) },
    }
    const run = await assume([...org, ...echo])
    expect(run).toMatchObject({ stdout: '', exitCode: 1 })
    expect(run.stderr).toContain(message)
  })

  it('a unit that does not exist', async () => {
    const { assume } = await inOrganization()
    expect(await assume([...org, '--ou', 'dta', ...echo])).toMatchObject({
      stdout: '',
      stderr:
        'assume: --ou "dta": there is no unit "dta" in "Root"\n  hint: did you mean "data"?\n  hint: units there: main, data, web\n',
      exitCode: 2,
    })
    const unknown = await assume([...org, '--ou', 'ou-exam-99999999', ...echo])
    expect(unknown.stderr).toContain('(ParentNotFoundException)\n  hint: ')
  })

  it('an organization without another account', async () => {
    const { assume } = await inOrganization(organizationOf([main], management))
    expect((await assume([...org, ...echo])).stderr).toContain(
      'assume: there is no other active account\n',
    )
  })

  it.each([
    [['--org', '--role', role], '--org needs --via'],
    [['--org', '--via', 'boss'], '--org needs --role'],
    [['--org', '--sso', '--role', role], '--sso and --org cannot be used together'],
    [[...org.slice(1), 'dev'], '--org and "dev" cannot be used together'],
    [[...org.slice(1), '--match', '*'], '--org and --match cannot be used together'],
    [[...org.slice(1), '123456', '--token-code', '123456'], 'two codes'],
    [['--via', 'boss', 'boss'], '--via needs --org'],
    [['--ou', 'x', 'boss'], '--ou needs --org'],
    [['--with-own', 'boss'], '--with-own needs --org'],
    [['--org', '--via', 'boss', '--role', 'a b'], 'a b'],
  ])('%j is wrong usage', async (words, complaint) => {
    const { assume } = await inOrganization()
    const run = await assume(['each', ...words, ...echo])
    expect(run).toMatchObject({ stdout: '', exitCode: 2, calls: [] })
    expect(run.stderr).toContain(complaint)
  })
})
