import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { bob, noMfaRole } from '../../../src/demo/fixture.ts'
import { temporaryHome } from '../../support/home.ts'
import { assume, program } from '../../support/program.ts'
import { Terminal } from '../../support/terminal/pty.ts'
import { TestAws } from '../../support/test-aws.ts'
import { type Case, expectedReading } from '../../unit/config/botocore-reading.ts'

const serial = 'arn:aws:iam::123456789012:mfa/Bob'
const arn = roleArn(noMfaRole)
const [key] = bob.accessKeys

const config = `[profile prod]
role_arn = ${arn}
source_profile = Bob
mfa_serial = ${serial}
region = eu-west-1 # home
s3 =
  max_concurrent_requests = 20

[profile pod]
role_arn = ${arn}
web_identity_token_file = /var/run/token

[profile program]
credential_process = touch was-run

[profile machine]
role_arn = ${arn}
credential_source = Ec2InstanceMetadata

[profile here]
role_arn = ${arn}
credential_source = Environment

[profile common]
include_profile = prod
region = us-east-1

[profile round]
role_arn = ${arn}
source_profile = round

[profile astray]
role_arn = ${arn}
source_profile = gone

[profile __proto__]
constructor = x
__proto__ = y
`

async function listed(files: { config?: string; credentials?: string } = {}, env = {}) {
  const testAws = await TestAws.open({ config, ...files })
  const run = { env: { AWS_EC2_METADATA_DISABLED: 'true', ...env }, cwd: testAws.home.path }
  const outcome = await testAws.assume(['list', '--format', 'json'], run)
  expect(outcome).toMatchObject({ stderr: '', exitCode: 0, calls: [] })
  expect(existsSync(join(testAws.home.path, 'was-run'))).toBe(false)
  return { ...outcome, document: JSON.parse(outcome.stdout) }
}

const profileIn = (document: { profiles: { name: string }[] }, name: string) =>
  document.profiles.find((each) => each.name === name)

describe('assume list --format json', () => {
  it('prints each profile as the AWS CLI reads it, and what assume derives from it', async () => {
    const { document } = await listed()
    expect(document.profiles.map(({ name }: { name: string }) => name)).toEqual(
      'prod pod program machine here common round astray __proto__ Bob'.split(' '),
    )
    expect(profileIn(document, 'prod')).toEqual({
      name: 'prod',
      settings: {
        role_arn: arn,
        source_profile: 'Bob',
        mfa_serial: serial,
        region: 'eu-west-1 # home',
        s3: { max_concurrent_requests: '20' },
      },
      source: { kind: 'access-key' },
      account: '123456789012',
      region: 'eu-west-1',
      mfa: serial,
    })
    expect(profileIn(document, 'common')).toEqual({
      name: 'common',
      settings: { include_profile: 'prod', region: 'us-east-1' },
      source: { kind: 'access-key' },
      account: '123456789012',
      region: 'us-east-1',
      mfa: serial,
    })
    expect(document.warnings).toEqual([
      {
        file: '~/.aws/config',
        line: 5,
        message: 'the AWS CLI reads this comment as part of the value of region',
        hint: 'put the comment on a line of its own; assume cuts it off',
      },
    ])
  })

  it.each([
    ['Bob', 'access-key'],
    ['pod', 'web-identity'],
    ['program', 'credential-process'],
    ['machine', 'ec2-instance-metadata'],
    ['here', 'environment'],
  ])('%s has a source of kind %s, without a call', async (name, kind) => {
    const { document } = await listed()
    expect(profileIn(document, name)).toMatchObject({ source: { kind } })
  })

  it('prints broken profiles with their problems', async () => {
    const { document } = await listed()
    expect(profileIn(document, 'round')).toEqual({
      name: 'round',
      settings: { role_arn: arn, source_profile: 'round' },
      source: {},
      account: '123456789012',
      problem: 'source_profile loops: round → round',
    })
    expect(profileIn(document, 'astray')).toMatchObject({
      problem:
        'source_profile of "astray" is "gone", which is not in ~/.aws/config or ~/.aws/credentials',
    })
  })

  it('reports a problem for each profile that assume refuses without a call, like doctor', async () => {
    const role = (name: string, ...lines: string[]) =>
      [`[profile ${name}]`, `role_arn = ${arn}`, 'source_profile = Bob', ...lines, ''].join('\n')
    const broken = {
      arn: '[profile arn]\nrole_arn = arn:aws:iam::12:role/x\nsource_profile = Bob\n',
      hop: `[profile hop]\nrole_arn = ${arn}\nsource_profile = arn\n`,
      'session-name': role('session-name', 'role_session_name = a b'),
      'external-id': role('external-id', 'external_id = a b'),
      duration: role('duration', 'duration_seconds = 43201'),
      region: role('region', 'region = a b'),
      services: role('services', 'services = nowhere'),
      serial: role('serial', 'mfa_serial = a b'),
      policy: role('policy', 'policy = /nonexistent/policy.json'),
      ca: role('ca', 'ca_bundle = /nonexistent/ca.pem', 'endpoint_url = https://127.0.0.1:1'),
      token: `[profile token]\nrole_arn = ${arn}\nweb_identity_token_file = /nonexistent/token\n`,
    }
    const testAws = await TestAws.open({
      config: [...Object.values(broken), role('fine')].join(''),
    })
    const env = { AWS_ENDPOINT_URL_STS: '' }
    const { stdout } = await testAws.assume(['list', '--format', 'json'], { env })
    const problems = JSON.parse(stdout).profiles.flatMap(
      (each: { name: string; problem?: string }) => (each.problem ? [each.name] : []),
    )
    expect(problems).toEqual(Object.keys(broken))
    for (const name of problems) {
      const { exitCode, calls } = await testAws.assume([name], { env })
      expect({ name, isRefused: exitCode === 1 || exitCode === 2, calls }).toEqual({
        name,
        isRefused: true,
        calls: [],
      })
    }
    const doctor = await testAws.assume(['doctor', '--format', 'json', '--offline'], { env })
    const places = JSON.parse(doctor.stdout).findings.flatMap(
      ({ id, line }: { id: string; line: number }) => (id === 'profile-broken' ? [line] : []),
    )
    // "hop" has the problem of "arn", and doctor reports a problem once.
    expect(places).toHaveLength(problems.length - 1)
  })

  it('prints constructor and __proto__ like other names', async () => {
    const { stdout } = await listed()
    expect(stdout).toContain('"constructor": "x",\n        "__proto__": "y"')
  })

  it('contains no secret', async () => {
    const keys = `[odd]\naws_access_key_id = ${key?.accessKeyId}\naws_secret_access_key = s3cret\naws_session_token = s3cret\naws_security_token = s3cret\n`
    const { stdout, document } = await listed({ credentials: keys })
    expect(stdout).not.toContain('s3cret')
    expect(profileIn(document, 'odd')).toMatchObject({
      settings: { aws_access_key_id: key?.accessKeyId },
    })
  })

  it('is empty without profiles', async () => {
    const { document } = await listed({ config: '', credentials: '' })
    expect(document).toEqual({ profiles: [], warnings: [] })
  })
})

interface Recorded extends Case {
  readonly case: string
  readonly reads?: { readonly profiles?: Readonly<Record<string, unknown>> }
}

const fixtures = new URL('../../fixtures/aws-config-cases.json', import.meta.url)
const recorded: readonly Recorded[] = JSON.parse(readFileSync(fixtures, 'utf8')).cases

describe('settings are what botocore reads', () => {
  it.each(recorded)('$case', async ({ config = '', credentials = '', reads }) => {
    const { env } = temporaryHome({ '.aws/config': config, '.aws/credentials': credentials })
    const { stdout, exitCode } = await assume(['list', '--format', 'json'], { env })
    expect(exitCode).toBe(0)
    const { profiles, warnings } = JSON.parse(stdout)
    if (!reads) {
      const message = expect.stringContaining('the AWS CLI refuses this whole file: ')
      expect(warnings).toContainEqual(
        expect.objectContaining({ line: expect.any(Number), message }),
      )
      return
    }
    const settings = Object.fromEntries(
      profiles.map((each: { name: string; settings: unknown }) => [each.name, each.settings]),
    )
    expect(expectedReading({ profiles: settings })).toEqual(
      expectedReading({ profiles: withoutSecrets(reads.profiles ?? {}) }),
    )
  })
})

const withoutSecrets = (profiles: Readonly<Record<string, unknown>>) =>
  JSON.parse(
    JSON.stringify(profiles, (name, value) =>
      name === 'aws_secret_access_key' || name === 'aws_session_token' ? undefined : value,
    ),
  )

const table = `PROFILE    ACCOUNT       ROLE              HOW                    REGION     MFA
Bob        123456789012                    keys
prod       123456789012  demo-no-mfa-role  keys of Bob            eu-west-1  MFA
common     123456789012  demo-no-mfa-role  keys of Bob            us-east-1  MFA
pod        123456789012  demo-no-mfa-role  web_identity_token_file of "pod": /var/run/token cannot be read: there is no such file
program                                    program
machine    123456789012  demo-no-mfa-role  EC2 role
here       123456789012  demo-no-mfa-role  environment
round      123456789012  demo-no-mfa-role  source_profile loops: round → round
`

describe('assume list of some profiles', () => {
  const role = (name: string, source: string) =>
    `[profile ${name}]\nrole_arn = ${arn}\nsource_profile = ${source}\n`
  const sso = (name: string, session: string) =>
    `[profile ${name}]\nsso_session = ${session}\nsso_account_id = 123456789012\nsso_role_name = Admin\n`
  const session = (name: string) =>
    `[sso-session ${name}]\nsso_start_url = https://${name}.awsapps.com/start\nsso_region = eu-west-1\n`
  const many = [
    role('acme-dev', 'Bob'),
    sso('corp-dev', 'corp'),
    sso('home-dev', 'home'),
    role('far', 'corp-dev'),
    role('acme-prod', 'Bob'),
    sso('corp-prod', 'corp'),
    role('deep', 'acme-dev'),
    session('corp'),
    session('home'),
  ].join('')

  const namesIn = (stdout: string) =>
    stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(' ')[0])

  it.each<readonly [readonly string[], string]>([
    [[], 'Bob acme-dev acme-prod deep corp-dev far corp-prod home-dev'],
    [['ACME'], 'acme-dev acme-prod'],
    [['acme', 'home'], 'acme-dev acme-prod home-dev'],
    [['*-prod'], 'acme-prod corp-prod'],
    [['--match', '*-DEV'], 'acme-dev corp-dev home-dev'],
    [['--match', 'acme'], ''],
    [['--match', 'acme-?ev', 'Bob'], 'Bob acme-dev'],
    [['--cached'], 'acme-prod'],
    [['prod', '--cached'], 'acme-prod'],
    [['dev', '--cached'], ''],
  ])('%j lists %s, grouped by access key or sign-in', async (words, names) => {
    const testAws = await TestAws.open({ config: many })
    await testAws.session(['acme-prod'])
    const { stdout, calls } = await testAws.assume(['list', ...words])
    expect({ names: namesIn(stdout).join(' '), calls }).toEqual({ names, calls: [] })
    const json = await testAws.assume(['list', ...words, '--format', 'json'])
    if (json.exitCode !== 0) return
    const { profiles } = JSON.parse(json.stdout)
    const listed = profiles.map(({ name }: { name: string }) => name)
    expect(listed.sort()).toEqual(names.split(' ').filter(Boolean).sort())
  })

  it('reports that no session is cached, or that no name matches', async () => {
    const testAws = await TestAws.open({ config: many })
    expect(await testAws.assume(['list', '--cached'])).toMatchObject({
      stdout: '',
      stderr: 'assume: no listed profile has a cached session\n',
      exitCode: 0,
    })
    expect(await testAws.assume(['list', '--match', 'acme'])).toMatchObject({
      stdout: '',
      stderr:
        'assume: no profile matches "acme"\n  hint: names that contain "acme": acme-dev, acme-prod\n',
      exitCode: 2,
    })
  })
})

describe('assume list', () => {
  it('shows how long a session is cached, if one is cached', async () => {
    const testAws = await TestAws.open({
      config: `[profile plain]\nrole_arn = ${arn}\nsource_profile = Bob\n`,
    })
    await testAws.session(['plain'])
    const { stdout, calls } = await testAws.assume(['list'])
    expect(calls).toEqual([])
    expect(stdout).toMatch(/^PROFILE .* MFA {2}CACHED FOR$/m)
    expect(stdout).toMatch(/^plain .* 59 min$/m)
    const { profiles } = JSON.parse((await testAws.assume(['list', '-f', 'json'])).stdout)
    expect(profiles[0]).toMatchObject({ name: 'plain', cachedUntil: expect.stringMatching(/Z$/) })
    expect(profiles[0].keptUntil).toBe(profiles[0].cachedUntil)
    expect(profiles[1]).not.toHaveProperty('cachedUntil')
  })

  it('prints a table without colours in a pipe, and warnings about the files', async () => {
    const testAws = await TestAws.open({ config })
    for (const word of ['list', 'ls']) {
      const { stdout, stderr, exitCode, calls } = await testAws.assume([word])
      expect(stdout.replaceAll(/ {2,}/g, '  ')).toContain(table.replaceAll(/ {2,}/g, '  '))
      expect(stdout).toContain('astray     123456789012  demo-no-mfa-role  source_profile of "ast')
      expect(stdout).toMatch(/^Bob {8}123456789012 +keys$/m)
      expect(stderr).toMatch(/^assume: warning: ~\/\.aws\/config:5: .*\n {2}hint: .*\n$/)
      expect({ exitCode, calls }).toEqual({ exitCode: 0, calls: [] })
    }
    expect((await testAws.assume(['list', '--quiet'])).stderr).toBe('')
  })

  it('aligns names of any script, and escapes control characters', async () => {
    const names = ['日本', 'é\u0301', '🦊', 'a\x1b[2J', 'plain']
    const config = names
      .map((name) => `[profile ${name}]\nrole_arn = ${arn}\nsource_profile = Bob\n`)
      .join('')
    const testAws = await TestAws.open({ config })
    const { stdout } = await testAws.assume(['list'])
    const rest = '  123456789012  demo-no-mfa-role  keys of Bob'
    expect(stdout.split('\n').slice(2, 7)).toEqual([
      `日本    ${rest}`,
      `é\u0301       ${rest}`,
      `🦊      ${rest}`,
      `a\\x1b[2J${rest}`,
      `plain   ${rest}`,
    ])
  })

  it('prints only the first 5 of many warnings', async () => {
    const lines = Array.from({ length: 8 }, (_, index) => `[profile p${index}]\nregion = "x"`)
    const testAws = await TestAws.open({ config: lines.join('\n') })
    const { stderr } = await testAws.assume(['list'])
    expect(stderr.match(/^assume: warning: /gm)).toHaveLength(5)
    expect(stderr).toContain('assume: 3 more warnings are in: assume list --format json\n')
  })

  it('suggests the first steps if there are no profiles', async () => {
    const testAws = await TestAws.open({ credentials: '' })
    expect(await testAws.assume(['list'])).toEqual({
      stdout: '',
      stderr: `assume: you have no profiles yet
assume: to try assume without an AWS account: assume demo
assume: to use IAM Identity Center, with the address of your access portal, for example: assume login https://corp.awsapps.com/start --region eu-west-1
assume: to use the keys of an IAM user: aws configure
`,
      exitCode: 0,
      calls: [],
    })
  })

  it('refuses a format other than text and json', async () => {
    const testAws = await TestAws.open()
    const run = await testAws.assume(['list', '-f', 'yaml'])
    expect(run).toMatchObject({ stdout: '', exitCode: 2 })
    expect(run.stderr).toContain(
      'assume: there is no format "yaml"\n  hint: the formats are: text, json\n',
    )
  })
})

/** The lines that a terminal with so many columns shows. */
async function shownAt(columns: number, env = {}): Promise<string[]> {
  const testAws = await TestAws.open({ config })
  const list = `stty cols ${columns}; '${process.execPath}' '${program}' list --quiet; echo the end`
  const terminal = Terminal.start('bash', ['--norc', '-c', list], testAws.home.path, env)
  const output = await terminal.waitFor('the end')
  return output.split(/\r?\n/).slice(0, -1)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for colours
const uncoloured = (line: string) => line.replaceAll(/\x1b\[\d+m/g, '')

describe('assume list on a terminal', () => {
  it('prints its heading in bold, unless NO_COLOR or TERM=dumb is set', async () => {
    expect((await shownAt(120))[0]?.startsWith('\x1b[1mPROFILE ')).toBe(true)
    for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
      expect((await shownAt(120, env)).join('\n')).not.toContain('\x1b[1m')
    }
  })

  it.each([
    [120, 'PROFILE    ACCOUNT       ROLE              HOW          REGION     MFA'],
    [64, 'PROFILE    ACCOUNT       ROLE              HOW          MFA'],
    [58, 'PROFILE    ACCOUNT       ROLE              HOW'],
    [43, 'PROFILE    ACCOUNT       ROLE'],
  ])('of %i columns shows only the columns that fit', async (columns, head) => {
    const lines = (await shownAt(columns)).map(uncoloured)
    expect(lines[0]?.replaceAll(/ +/g, ' ')).toBe(head.replaceAll(/ +/g, ' '))
    expect(lines.some((line) => /^round .* loops: ro/.test(line))).toBe(true)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns)
  })

  it('of 40 columns shows a block for each profile', async () => {
    const lines = (await shownAt(40)).map(uncoloured)
    expect(lines.slice(0, 5)).toEqual([
      'Bob',
      '  123456789012  keys',
      'prod',
      '  123456789012  demo-no-mfa-role',
      '  keys of Bob  eu-west-1  MFA',
    ])
    expect(lines).toContain('  source_profile loops: round → round')
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(40)
  })
})
