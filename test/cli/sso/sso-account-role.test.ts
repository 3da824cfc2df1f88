import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HttpFault, SsoWorld } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { config, SsoScene, session } from '../../support/sign-in/sso.ts'
import { evaluated } from '../../support/test-aws.ts'

const cacheOf = (sso: SsoScene, cache = '.cache') =>
  join(sso.testAws.home.path, cache, 'assume/sso-index')

const steps = (sso: SsoScene) => sso.portal.requests.map(({ step }) => step)

const failure = (message: string, ...hints: string[]) => ({
  stdout: '(exit 1);\n',
  stderr: [`assume: ${message}`, ...hints.map((hint) => `  hint: ${hint}`), ''].join('\n'),
  exitCode: 1,
  calls: [],
})

describe('ACCOUNT:ROLE', () => {
  it('selects a role of the only sign-in', async () => {
    const sso = await SsoScene.open({ config: session })
    await sso.signIn()
    const variables = await evaluated((await sso.assume(['123456789012:ReadOnly'])).stdout)
    expect(variables).toMatchObject({
      ASSUME_ROLE: 'ReadOnly@123456789012',
      AWS_ACCOUNT_ID: '123456789012',
    })
    expect(variables).not.toHaveProperty('AWS_REGION')
    expect(await sso.testAws.callerOf(variables)).toMatch(
      /^arn:aws:sts::123456789012:assumed-role\/AWSReservedSSO_ReadOnly_\w+\/bob$/,
    )
    expect(steps(sso)).toEqual(['credentials'])
  })

  it.each([
    ['Prod Account:ReadOnly', 'ReadOnly@Prod Account', '210987654321'],
    ['prod account:ReadOnly', 'ReadOnly@Prod Account', '210987654321'],
    ['Café: "Süd":ReadOnly', 'ReadOnly@Café: "Süd"', '555555555555'],
  ])('can contain the name of the account: %s', async (target, label, account) => {
    const sso = await SsoScene.open({ config: session })
    sso.portal.pageSize = 2
    await sso.signIn()
    const run = await sso.assume([target, '--region', 'eu-north-1'])
    expect(run).toMatchObject({ stderr: '', exitCode: 0 })
    expect(await evaluated(run.stdout)).toMatchObject({
      ASSUME_ROLE: label,
      AWS_ACCOUNT_ID: account,
      AWS_REGION: 'eu-north-1',
    })
    // Five accounts on pages of two.
    expect(steps(sso)).toEqual(['accounts', 'accounts', 'accounts', 'credentials'])
  })

  it.each(['Prod Account:ReadOnly', '210987654321:ReadOnly'])(
    'is matched against the danger patterns by its cached account name: %s',
    async (target) => {
      const sso = await SsoScene.open({
        config: session,
        files: { '.config/assume/config': 'danger = prod*, "prod account:*"\n' },
      })
      await sso.signIn()
      await sso.session(['Demo:Admin'])
      const before = sso.portal.requests.length
      const run = await sso.assume([target])
      expect(run).toMatchObject({ exitCode: 3 })
      expect(run.stderr).toContain('account Prod Account matches "prod*"')
      expect(sso.portal.requests).toHaveLength(before)
    },
  )

  it('uses account names cached earlier, in a file that only the user can read', async () => {
    const sso = await SsoScene.open({ config: session })
    await sso.signIn()
    await sso.session(['Demo:Admin'])
    const folder = cacheOf(sso)
    const [file = '', ...more] = readdirSync(folder)
    expect(more).toEqual([])
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600)
    const cached = readFileSync(join(folder, file), 'utf8')
    expect(cached).toContain('\thttps://demo.awsapps.com/start\n')
    expect(cached).toContain('\nl\t123456789012\tDemo\t123456789012@example.com\t\n')
    expect(cached).not.toContain('aoaAccess')
    const before = sso.portal.requests.length
    await sso.session(['Prod Account:ReadOnly'])
    const { stdout } = await sso.assume(['210987654321:ReadOnly'])
    expect(await evaluated(stdout)).toMatchObject({ ASSUME_ROLE: 'ReadOnly@Prod Account' })
    // The name and the number select the same role, whose session is cached.
    expect(steps(sso).slice(before)).toEqual(['credentials'])
  })

  it('caches account names in XDG_CACHE_HOME if it is set', async () => {
    const sso = await SsoScene.open({ config: session })
    await sso.signIn()
    const XDG_CACHE_HOME = join(sso.testAws.home.path, 'my cache')
    await sso.session(['Demo:Admin'], { XDG_CACHE_HOME })
    expect(readdirSync(cacheOf(sso, 'my cache'))).toHaveLength(1)
    expect(existsSync(cacheOf(sso))).toBe(false)
  })

  it('lists the accounts again if the cached list is empty, partial or invalid', async () => {
    const sso = await SsoScene.open({ config: session })
    await sso.signIn()
    await sso.session(['Demo:Admin'])
    const [file = ''] = readdirSync(cacheOf(sso))
    const path = join(cacheOf(sso), file)
    for (const text of ['', 'assume-sso-index-1\t1\tpartial\tlisted\t\t\t\n', 'no index']) {
      writeFileSync(path, text)
      const before = sso.portal.requests.length
      await sso.session(['Demo:Admin', '--refresh'])
      expect(steps(sso).slice(before)).toEqual(['accounts', 'credentials'])
    }
  })

  it('works even if account names cannot be cached', async () => {
    const sso = await SsoScene.open({ config: session, files: { '.cache': 'a file' } })
    await sso.signIn()
    await sso.session(['Demo:Admin'])
  })

  it('is an error if no account has this name', async () => {
    const sso = await SsoScene.open({ config: session })
    await sso.signIn()
    expect(await sso.assume(['Prod Acount:ReadOnly'])).toEqual(
      failure(
        'IAM Identity Center gives you no account named "Prod Acount"',
        'did you mean "Prod Account"?',
      ),
    )
    expect(await sso.assume(['x\u001b[31m:ReadOnly'])).toEqual(
      failure(
        'IAM Identity Center gives you no account named "x\\x1b[31m"',
        'accounts there: Demo, Prod Account, Twin, Twin, Café: "Süd"',
      ),
    )
  })

  it('is an error if two accounts have this name', async () => {
    const sso = await SsoScene.open({ config: session })
    await sso.signIn()
    expect(await sso.assume(['Twin:ReadOnly'])).toEqual(
      failure(
        '"Twin" is the name of 2 accounts',
        'say which: 333333333333:ReadOnly, 444444444444:ReadOnly',
      ),
    )
  })

  it('selects a profile of this name, unless --sso-session is used', async () => {
    const sso = await SsoScene.open({
      config: config.replace('[profile dev]', '[profile Demo:Admin]'),
    })
    await sso.signIn()
    const { stdout } = await sso.assume(['Demo:Admin'])
    expect(await evaluated(stdout)).toMatchObject({ ASSUME_ROLE: 'Demo:Admin' })
    const named = await sso.assume(['Demo:Admin', '--sso-session', 'corp'])
    expect(await evaluated(named.stdout)).toMatchObject({ ASSUME_ROLE: 'Admin@Demo' })
  })

  it('exits with 3 if the user is not signed in', async () => {
    const sso = await SsoScene.open({ config: session })
    for (const target of ['Demo:Admin', '123456789012:Admin']) {
      const { stdout, stderr, exitCode } = await sso.assume([target])
      expect({ stdout, exitCode }).toEqual({ stdout: '(exit 3);\n', exitCode: 3 })
      expect(stderr).toContain('  hint: assume login --sso-session corp\n')
      expect(stderr).toContain('aws sso login --sso-session corp\n')
    }
  })

  it('with --debug shows the request for the accounts, but not the token', async () => {
    const sso = await SsoScene.open({ config: session })
    const { accessToken } = await sso.signIn()
    const { stderr } = await sso.assume(['Demo:Admin', '--debug'])
    expect(stderr).toContain(`ListAccounts at ${sso.portal.url}\n`)
    expect(stderr).toContain('"target":"Demo:Admin"')
    expect(stderr).not.toContain(accessToken)
  })
})

describe('lists of several pages', () => {
  const accounts = Array.from({ length: 250 }, (_, at) => ({
    accountId: String(100_000_000_000 + at),
    accountName: `Team ${at}`,
    emailAddress: `team-${at}@example.com`,
  }))
  const last = accounts.at(-1)?.accountId ?? ''
  const many: SsoWorld = {
    startUrl: 'https://demo.awsapps.com/start',
    region: 'eu-west-1',
    accounts,
    users: [
      {
        name: 'bob',
        assignments: [
          ...accounts.map(({ accountId }) => ({ accountId, roleName: 'Admin' })),
          ...Array.from({ length: 150 }, (_, at) => ({ accountId: last, roleName: `Role${at}` })),
        ],
      },
    ],
  }
  const pages = (sso: SsoScene) => sso.portal.requests.map(({ query }) => query.max_result)

  it('include the last of 250 accounts, fetched 100 at a time', async () => {
    const sso = await SsoScene.open({ config: session, sso: many })
    await sso.signIn()
    const run = await sso.assume(['Team 249:Admin'])
    expect(run).toMatchObject({ stderr: '', exitCode: 0 })
    expect(await evaluated(run.stdout)).toMatchObject({ AWS_ACCOUNT_ID: last })
    expect(steps(sso)).toEqual(['accounts', 'accounts', 'accounts', 'credentials'])
    expect(pages(sso)).toEqual(['100', '100', '100', undefined])
  })

  it('include the last of 151 roles in suggestions, fetched 100 at a time', async () => {
    const sso = await SsoScene.open({ config: session, sso: many })
    await sso.signIn()
    expect(await sso.assume([`${last}:Role149x`])).toMatchObject({
      stderr: expect.stringContaining('\n  hint: did you mean "Role149"?\n'),
      exitCode: 1,
    })
    expect(steps(sso)).toEqual(['credentials', 'roles', 'roles'])
    expect(pages(sso)).toEqual([undefined, '100', '100'])
  })

  it.each(['accounts', 'roles'])(
    'the stand-in refuses an invalid page size of %s, as AWS does',
    async (list) => {
      const sso = await SsoScene.open({ sso: many })
      const { accessToken } = sso.directory.issueToken('bob')
      const headers = { 'x-amz-sso_bearer_token': accessToken }
      const url = `${sso.portal.url}/assignment/${list}?account_id=${last}&max_result=`
      for (const size of ['0', '101', '1000', 'x']) {
        const answer = await fetch(url + size, { headers })
        expect(answer.status).toBe(400)
        expect(answer.headers.get('x-amzn-ErrorType')).toBe('InvalidRequestException:')
        expect(await answer.json()).toEqual({
          message: 'ResultSize parameter must be within the valid limits of: 1-100',
        })
      }
      for (const size of ['1', '100']) expect((await fetch(url + size, { headers })).ok).toBe(true)
    },
  )
})

describe('the sign-in of ACCOUNT:ROLE', () => {
  const two = `${session}\n[sso-session "other one"]\nsso_start_url = https://other.awsapps.com/start\nsso_region = us-east-1\n`

  it('must be named if there are two', async () => {
    const sso = await SsoScene.open({ config: two })
    await sso.signIn()
    expect(await sso.assume(['123456789012:Admin'])).toMatchObject({
      stdout: '(exit 2);\n',
      stderr: `assume: which sign-in gives "123456789012:Admin"? there are [sso-session corp], [sso-session "other one"]
  hint: name one with --sso-session
`,
    })
    await sso.session(['123456789012:Admin', '--sso-session', 'corp'])
  })

  it('must exist if --sso-session names it', async () => {
    const sso = await SsoScene.open({ config: session })
    expect(await sso.assume(['123456789012:Admin', '--sso-session', 'crop'])).toMatchObject({
      stdout: '(exit 2);\n',
      stderr: `assume: --sso-session "crop": there is no [sso-session crop]\n  hint: did you mean "corp"?\n`,
    })
  })

  it('is missing if none is configured: the error reports an unknown profile', async () => {
    const sso = await SsoScene.open({ config: '[profile a]\nregion = eu-west-1\n' })
    expect(await sso.assume(['Demo:Admin'])).toEqual({
      ...failure(
        'there is no profile or command "Demo:Admin"',
        'for a role of IAM Identity Center, with the URL of your access portal: assume login https://corp.awsapps.com/start --region eu-west-1',
      ),
      stdout: '(exit 2);\n',
      exitCode: 2,
    })
  })

  it.each(['dev', 'Bob admin', 'arn:aws:iam::123456789012:role/x'])(
    'cannot be named with --sso-session for %s',
    async (target) => {
      const sso = await SsoScene.open()
      const { stdout, stderr } = await sso.assume([...target.split(' '), '--sso-session', 'corp'])
      expect(stdout).toBe('(exit 2);\n')
      expect(stderr).toMatch(/^assume: --sso-session cannot be used with "/)
    },
  )
})

describe('an invalid list of accounts', () => {
  const alter = (fields: Readonly<Record<string, unknown>>): HttpFault => ({
    kind: 'alter',
    fields,
  })
  const endpoint =
    'is that the endpoint of IAM Identity Center? see AWS_ENDPOINT_URL_SSO, AWS_ENDPOINT_URL and endpoint_url'

  it.each<[string, HttpFault]>([
    ['no list', alter({ accountList: undefined })],
    ['a string', alter({ accountList: 'Demo' })],
    ['an account without fields', alter({ accountList: [{}] })],
    [
      'shell code as account ID',
      alter({ accountList: [{ accountId: "'; rm -rf ~ #", accountName: 'Demo' }] }),
    ],
  ])('is an error and is not cached: %s', async (_, fault) => {
    const sso = await SsoScene.open({ config: session })
    await sso.signIn()
    sso.portal.faults.accounts = fault
    expect(await sso.assume(['Demo:Admin'])).toEqual(
      failure('ListAccounts failed: the answer is no list of accounts', endpoint),
    )
    expect(existsSync(cacheOf(sso))).toBe(false)
  })

  it('is an error and is not cached if it never ends', async () => {
    const sso = await SsoScene.open({ config: session })
    await sso.signIn()
    sso.portal.faults.accounts = alter({ accountList: [], nextToken: 'more' })
    expect(await sso.assume(['Demo:Admin'])).toEqual(
      failure(
        'ListAccounts failed: the list never ends: the server sent the same nextToken twice',
        endpoint,
      ),
    )
    expect(steps(sso)).toEqual(['accounts', 'accounts'])
    expect(existsSync(cacheOf(sso))).toBe(false)
  })

  it('cannot run shell code in the name of an account', async () => {
    const sso = await SsoScene.open({ config: session })
    await sso.signIn()
    const accountName = "'; touch pwned #\u001b[31m"
    sso.portal.faults.accounts = alter({
      accountList: [{ accountId: '123456789012', accountName }],
      nextToken: undefined,
    })
    const { stdout } = await sso.assume([`${accountName}:Admin`])
    expect(await evaluated(stdout)).toMatchObject({ AWS_ACCOUNT_ID: '123456789012' })
    expect(existsSync('pwned')).toBe(false)
  })
})
