import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { callerByBotocore, noBotocore, ssoRolesByBotocore } from '../../../support/aws/botocore.ts'
import { program } from '../../../support/program.ts'
import { cacheRoles, indexed } from '../../../support/sign-in/cached-roles.ts'
import { atOrganization, StoredIndex } from '../../../support/sign-in/organization.ts'
import { type SsoScene, session } from '../../../support/sign-in/sso.ts'

const [first = '', second = ''] = ['100000000000', '100355133117']
const fromSso = ['profiles', '--from-sso']

/** The names of the printed profiles. */
const namesIn = (text: string) =>
  [...text.matchAll(/^\[profile (.*)\]$/gm)].map(([, name = '']) => name)

/** Gives the first accounts of Bob's organization these names. */
function rename(sso: SsoScene, names: readonly string[]): void {
  const accounts = sso.directory.accounts.map((account, index) => ({
    ...account,
    accountName: names[index] ?? account.accountName,
  }))
  sso.directory.update({ accounts })
}

const hostile = [
  'a]b',
  '$(id)',
  '😀🎉',
  'x'.repeat(50),
  'twin',
  'twin',
  'Twin',
  '123456',
  '007 agents',
  '--help',
  'default',
  'Käse Müller',
  'a=b;#"\'\\`',
  '[profile x]',
  'a/../b',
]

describe('assume profiles --from-sso', () => {
  it('prints a profile for each role, in an order that does not depend on AWS', async () => {
    const sso = await atOrganization({ accounts: 2, permissionSets: 2 })
    const { stdout, stderr, exitCode } = await sso.assume(fromSso)
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    expect(stdout).toBe(
      [
        ['data-prod-Admin', second, 'Admin'],
        ['data-prod-ReadOnly', second, 'ReadOnly'],
        ['payments-prod-Admin', first, 'Admin'],
        ['payments-prod-ReadOnly', first, 'ReadOnly'],
      ]
        .map(
          ([name, account, role]) =>
            `[profile ${name}]\nsso_session = corp\nsso_account_id = ${account}\nsso_role_name = ${role}\n`,
        )
        .join('\n'),
    )
    sso.directory.update({ accounts: sso.directory.accounts.toReversed() })
    await sso.assume(['roles', '--refresh'])
    expect((await sso.assume(fromSso)).stdout).toBe(stdout)
  })

  it.skipIf(noBotocore)(
    'prints 10,000 profiles, some from hostile names, and botocore finds each role',
    async () => {
      const sso = await atOrganization({ accounts: 2500 })
      rename(sso, hostile)
      cacheRoles(sso)
      const { stdout, stderr } = await sso.assume(fromSso)
      expect(stderr).toBe('')
      expect((await sso.assume(fromSso)).stdout).toBe(stdout)
      const names = namesIn(stdout)
      expect(names).toHaveLength(10_000)
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(10_000)
      expect(names.filter((name) => !/^[A-Za-z0-9_][\w.@+-]*$/.test(name))).toEqual([])
      const config = join(sso.testAws.home.path, 'all')
      writeFileSync(config, `${session}\n${stdout}`)
      const found = await ssoRolesByBotocore(config)
      expect(Object.keys(found).toSorted()).toEqual(names.toSorted())
      const roles = Object.values(found)
      expect(new Set(roles.map(([account, role]) => `${account}:${role}`)).size).toBe(10_000)
      expect(new Set(roles.map(([, , url, region]) => `${url} ${region}`))).toEqual(
        new Set(['https://demo.awsapps.com/start eu-west-1']),
      )
      const ids = new Map(
        sso.directory.accounts.map(({ accountId, accountName }) => [accountName, accountId]),
      )
      const wrong = Object.entries(found).filter(([name, [account = '', role = '']]) => {
        const accountName = name.slice(0, -role.length - 1)
        return ids.has(accountName) && !name.includes(account) && ids.get(accountName) !== account
      })
      expect(wrong).toEqual([])
      const idOf = (index: number) => sso.directory.accounts[index]?.accountId
      const expected = [
        [`a-b-Admin-${idOf(0)}`, 0],
        ['id-Admin', 1],
        [`${idOf(2)}-Admin`, 2],
        [`${'x'.repeat(50)}-Admin`, 3],
        [`twin-Admin-${idOf(4)}`, 4],
        [`twin-Admin-${idOf(5)}`, 5],
        ['123456-Admin', 7],
        ['007-agents-Admin', 8],
        ['help-Admin', 9],
      ] as const
      for (const [name, index] of expected) {
        expect([name, ...(found[name] ?? []).slice(0, 2)]).toEqual([name, idOf(index), 'Admin'])
      }
    },
    60_000,
  )

  it('adds the account number to names that are not unique or have a special meaning', async () => {
    const sso = await atOrganization({ accounts: hostile.length, permissionSets: 1 })
    rename(sso, hostile)
    const { stdout } = await sso.assume([...fromSso, '--template', '{account_name}'])
    const ids = sso.directory.accounts.map(({ accountId }) => accountId)
    expect(namesIn(stdout)).toEqual(
      [
        'a-b',
        'id',
        ids[2],
        'x'.repeat(50),
        `twin-${ids[4]}`,
        `twin-${ids[5]}`,
        `Twin-${ids[6]}`,
        `123456-${ids[7]}`,
        '007-agents',
        'help',
        `default-${ids[10]}`,
        'Kase-Muller',
        `a-b-${ids[12]}`,
        'profile-x',
        'a-..-b',
      ]
        .map((name) => (name === 'a-b' ? `a-b-${ids[0]}` : name))
        .toSorted(),
    )
  })

  it('adds the role to names that two roles of an account would share', async () => {
    const sso = await atOrganization({ accounts: 1, permissionSets: 2 })
    const { stdout } = await sso.assume([...fromSso, '--template', '{account_id}'])
    expect(namesIn(stdout)).toEqual([`${first}-Admin`, `${first}-ReadOnly`])
  })

  it('prints only the roles that --match selects, without a change of their names', async () => {
    const sso = await atOrganization({ accounts: 80 })
    rename(sso, ['twin', 'twin'])
    cacheRoles(sso)
    const twins = await sso.assume([...fromSso, '--match', `${first}:ReadOnly`])
    expect(namesIn(twins.stdout)).toEqual([`twin-ReadOnly-${first}`])
    const matches = ['--match', 'identity-*:read*', '--match', 'TWIN:Admin']
    const two = await sso.assume([...fromSso, ...matches])
    expect(namesIn(two.stdout)).toEqual([
      'identity-prod-ReadOnly',
      'identity-staging-ReadOnly',
      `twin-Admin-${first}`,
      `twin-Admin-${second}`,
    ])
  })

  it('uses the name in --template and the region in --region', async () => {
    const sso = await atOrganization({ accounts: 1, permissionSets: 1 })
    const template = 'x/{sso_session}:{role_name}@{account_id}'
    const { stdout } = await sso.assume([
      ...fromSso,
      ...['--template', template, '--region', 'eu-west-1'],
    ])
    expect(stdout).toBe(
      `[profile x/corp:Admin@${first}]\nsso_session = corp\nsso_account_id = ${first}\nsso_role_name = Admin\nregion = eu-west-1\n`,
    )
  })

  it('prints the sso-session of a sign-in that is not in ~/.aws/config', async () => {
    const sso = await atOrganization({ accounts: 1, permissionSets: 1, config: '' })
    const path = join(sso.testAws.home.path, '.local/state/assume')
    mkdirSync(path, { recursive: true, mode: 0o700 })
    writeFileSync(join(path, 'sso-sessions'), session, { mode: 0o600 })
    const { stdout } = await sso.assume(fromSso)
    expect(stdout.startsWith(`${session}\n[profile payments-prod-Admin]\n`)).toBe(true)
    const diff = await sso.assume([...fromSso, '--diff'])
    expect(diff.stdout.startsWith('+ [sso-session corp]\n+ sso_start_url = ')).toBe(true)
    const process = await sso.assume([...fromSso, '--as', 'credential-process'])
    expect(process.stdout).not.toContain('[sso-session')
  })

  it.skipIf(noBotocore)(
    'with --as credential-process gives botocore the session of assume',
    async () => {
      const sso = await atOrganization({ accounts: 2, permissionSets: 2 })
      rename(sso, ['$(id) #x'])
      const bin = join(sso.testAws.home.path, 'my bin')
      mkdirSync(bin)
      const script = `#!/bin/sh\nexec ${process.execPath} ${program} "$@"\n`
      writeFileSync(join(bin, 'assume'), script)
      chmodSync(join(bin, 'assume'), 0o755)
      const path = `${bin}:${process.env.PATH}`
      const { stdout } = await sso.assume([...fromSso, '--as', 'credential-process'], {
        PATH: path,
      })
      expect(stdout).toContain(
        `[profile id-x-Admin]\ncredential_process = '${bin}/assume' credential-process ${first}:Admin --sso-session corp\n`,
      )
      const config = join(sso.testAws.home.path, 'all')
      writeFileSync(config, `${session}\n${stdout}`)
      const arn = await callerByBotocore('id-x-ReadOnly', {
        ...sso.testAws.home.env,
        ...sso.env,
        AWS_CONFIG_FILE: config,
      })
      expect(arn).toMatch(
        new RegExp(`^arn:aws:sts::${first}:assumed-role/AWSReservedSSO_ReadOnly_\\w+/bob$`),
      )
    },
  )

  it('warns of a name that another profile already has', async () => {
    const config = `${session}\n[profile payments-prod-Admin]\nrole_arn = arn:aws:iam::${first}:role/x\nsource_profile = b\n`
    const sso = await atOrganization({ accounts: 1, permissionSets: 1, config })
    const { stdout, stderr, exitCode } = await sso.assume(fromSso)
    expect(namesIn(stdout)).toEqual(['payments-prod-Admin'])
    expect({ stderr, exitCode }).toEqual({
      stderr:
        'assume: warning: "payments-prod-Admin" would be merged with another profile of this name (~/.aws/config:6)\n  hint: to compare: add --diff; for other names: --template\n',
      exitCode: 0,
    })
  })
})

describe('assume profiles --from-sso --diff', () => {
  const diff = [...fromSso, '--diff']

  /** An organization whose printed profiles are in `~/.aws/config`, with the changes that `config` makes. */
  async function written(config: (printed: string) => string, options = {}) {
    const size = { accounts: 3, permissionSets: 2, ...options }
    const before = await atOrganization(size)
    const { stdout } = await before.assume(fromSso)
    return atOrganization({ ...size, config: `${session}\n${config(stdout)}` })
  }

  it('prints nothing and exits with 0 if nothing differs', async () => {
    const sso = await written((printed) => printed.replaceAll('\n\n', '\noutput = json\n\n'))
    expect(await sso.assume(diff)).toMatchObject({ stdout: '', stderr: '', exitCode: 0 })
  })

  it('shows new, removed and changed profiles, and exits with 1', async () => {
    const sso = await written((printed) =>
      printed
        .replace('sso_role_name = Admin', 'sso_role_name = ReadOnly\ncredential_process = pass x y')
        .replace('[profile payments-prod-Admin]', '[profile mine]'),
    )
    const [payments, data, identity] = sso.directory.accounts
    const added = { accountId: '999999999999', accountName: 'new', emailAddress: 'n@example.com' }
    const [bob] = sso.directory.users
    if (!payments || !data || !identity || !bob) throw new Error('no accounts')
    sso.directory.update({
      accounts: [payments, data, { ...identity, status: 'SUSPENDED' }, added],
      users: [
        {
          ...bob,
          assignments: [...bob.assignments, { accountId: added.accountId, roleName: 'Admin' }],
        },
      ],
    })
    const { stdout, stderr, exitCode } = await sso.assume(diff)
    expect(stdout).toBe(`+ [profile new-Admin]
+ sso_session = corp
+ sso_account_id = 999999999999
+ sso_role_name = Admin

  # [profile mine] has this role
+ [profile payments-prod-Admin]
+ sso_session = corp
+ sso_account_id = ${first}
+ sso_role_name = Admin

  # ~/.aws/config:17: corp no longer gives you ${identity.accountId}:Admin
- [profile identity-prod-Admin]

  # ~/.aws/config:22: corp no longer gives you ${identity.accountId}:ReadOnly
- [profile identity-prod-ReadOnly]

  # ~/.aws/config:6
  [profile data-prod-Admin]
- credential_process = …
- sso_role_name = ReadOnly
+ sso_role_name = Admin
`)
    expect({ stderr, exitCode }).toEqual({
      stderr: 'assume: 2 new, 2 no longer in the organization, 1 different\n',
      exitCode: 1,
    })
    expect(await sso.assume([...diff, '--quiet'])).toMatchObject({
      stdout,
      stderr: '',
      exitCode: 1,
    })
    const matched = await sso.assume([...diff, '--match', '*:ReadOnly'])
    expect(matched.stdout.match(/^[-+] \[.*/gm)).toEqual(['- [profile identity-prod-ReadOnly]'])
  })

  it('compares a credential_process by its role, not by the path of assume', async () => {
    const as = ['--as', 'credential-process']
    const before = await atOrganization({ accounts: 1, permissionSets: 2 })
    const { stdout } = await before.assume([...fromSso, ...as, '--region', 'eu-west-1'])
    const elsewhere = stdout.replaceAll(
      /= .* credential-process/g,
      '= /opt/assume credential-process',
    )
    const sso = await atOrganization({
      accounts: 1,
      permissionSets: 2,
      config: `${session}\n${elsewhere}`,
    })
    expect(await sso.assume([...diff, ...as])).toMatchObject({ stdout: '', exitCode: 0 })
    const region = await sso.assume([...diff, ...as, '--region', 'eu-west-3'])
    expect(region.stdout).toContain('- region = eu-west-1\n+ region = eu-west-3\n')
    expect(region.exitCode).toBe(1)
    const [bob] = sso.directory.users
    sso.directory.update({
      users: bob ? [{ ...bob, assignments: bob.assignments.slice(0, 1) }] : [],
    })
    await sso.assume(['roles', '--refresh'])
    expect((await sso.assume([...diff, ...as])).stdout).toContain(
      '- [profile payments-prod-ReadOnly]',
    )
  })
})

describe('the list of roles for assume profiles --from-sso', () => {
  it('is completed first, and it is an error if it cannot be completed', async () => {
    const sso = await indexed({ accounts: 3 })
    const stored = new StoredIndex(sso)
    const partial = stored.text.replace('\tcomplete\t', '\tpartial\t').replace(/^c(?=\t1003)/m, 'l')
    writeFileSync(stored.path, partial)
    const nowhere = { AWS_ENDPOINT_URL_SSO: 'http://127.0.0.1:9' }
    const failed = await sso.assume([...fromSso, '--diff'], nowhere)
    expect(failed).toMatchObject({ stdout: '', exitCode: 1 })
    expect(failed.stderr).toMatch(/^assume: ListAccountRoles of 100355133117 failed: /)
    const { stdout } = await sso.assume(fromSso)
    expect(namesIn(stdout)).toHaveLength(12)
  })

  it('is not fetched with sso_index = off', async () => {
    const files = { '.config/assume/config': 'sso_index = off\n' }
    const sso = await atOrganization({ accounts: 1, files })
    expect(await sso.assume(fromSso)).toMatchObject({
      stdout: '',
      stderr:
        'assume: the list of your roles of corp is not complete\n  hint: assume roles --refresh --sso-session corp\n',
      exitCode: 1,
    })
    await sso.assume(['roles', '--refresh'])
    expect(await sso.assume(fromSso)).toMatchObject({ stderr: '', exitCode: 0 })
  })

  it('requires a sign-in, but not to each sso-session', async () => {
    const sso = await atOrganization({ accounts: 1, isSignedIn: false })
    expect(await sso.assume(fromSso)).toMatchObject({ stdout: '', exitCode: 3 })
    const other =
      '\n[sso-session other]\nsso_start_url = https://o.awsapps.com/start\nsso_region = us-east-1\n'
    const two = await atOrganization({ accounts: 1, config: `${session}${other}` })
    const { stdout, stderr } = await two.assume(fromSso)
    expect(namesIn(stdout)).toHaveLength(4)
    expect(stderr).toBe('assume: without other, since you are not signed in to it\n')
  })
})

it.each([
  [['profiles'], 'assume profiles needs --from-sso'],
  [[...fromSso, '--template', 'x'], '--template "x" contains no field'],
  [[...fromSso, '--template', '{name}'], 'there is no field {name}'],
  [[...fromSso, '--template', '{role_name} x'], 'besides fields, a name has letters, digits and'],
  [[...fromSso, '--template', '{role_name'], 'contains no field'],
  [[...fromSso, '--as', 'yaml'], '--as "yaml" is not a kind of profile'],
  [[...fromSso, '--match', 'prod'], '--match "prod" is not a pattern for ACCOUNT:ROLE'],
  [[...fromSso, '--match', 'nothing:*'], '--match "nothing:*" matches none of your 4 roles'],
  [[...fromSso, '--region', 'a b'], 'is not an AWS region'],
  [[...fromSso, 'word'], ''],
])('refuses %j with exit status 2', async (words, complaint) => {
  const sso = await atOrganization({ accounts: 1 })
  const { stdout, stderr, exitCode } = await sso.assume(words)
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 })
  expect(stderr).toContain(complaint)
})
