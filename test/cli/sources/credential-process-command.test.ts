import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { demoRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { parseOwnCredentialProcess } from '../../../src/plan/route/parse-own-credential-process.ts'
import { callerByBotocore, noBotocore } from '../../support/aws/botocore.ts'
import { guardedProfile, roleProfile, serial } from '../../support/profiles.ts'
import { program } from '../../support/program.ts'
import { plain, Terminal } from '../../support/terminal/pty.ts'
import { TestAws } from '../../support/test-aws.ts'

const assume = (profile: string) =>
  `"${process.execPath}" "${program}" credential-process ${profile}`

const config = `${roleProfile('prod', noMfaRole)}${guardedProfile()}[profile prod-tools]
credential_process = ${assume('prod')}

[profile itself]
credential_process = ${assume('itself')}

[profile ping]
credential_process = ${assume('pong')}

[profile pong]
credential_process = sh -c 'exec ${assume('ping')}'

[profile role-of-itself]
role_arn = ${roleArn(noMfaRole)}
source_profile = its-keys
role_session_name = Bob

[profile its-keys]
credential_process = ${assume('role-of-itself')}
`

const open = () => TestAws.open({ config })

const arn = `arn:aws:sts::123456789012:assumed-role/${noMfaRole.name}/Bob`

describe('assume credential-process', () => {
  it('prints the session like --format process, and the cached one the next time', async () => {
    const testAws = await open()
    const first = await testAws.assume(['credential-process', 'prod'])
    expect(first).toMatchObject({ stderr: '', exitCode: 0, calls: [{ action: 'AssumeRole' }] })
    const document = JSON.parse(first.stdout)
    expect(document).toMatchObject({ Version: 1, AccountId: '123456789012' })
    const second = await testAws.assume(['credential-process', 'prod'])
    expect(second).toEqual({ ...first, calls: [] })
    const { session } = await testAws.session(['prod'])
    expect(session).toEqual(document)
  })

  it('prints a new session if the cached one expires within 15 minutes', async () => {
    const testAws = await open()
    testAws.aws.faults.lifetimeSeconds = 600
    const { session: cached } = await testAws.session(['prod'])
    delete testAws.aws.faults.lifetimeSeconds
    expect((await testAws.session(['prod'])).session).toEqual(cached)
    const { stdout } = await testAws.assume(['credential-process', 'prod'])
    const { AccessKeyId, Expiration } = JSON.parse(stdout)
    expect(AccessKeyId).not.toBe(cached.AccessKeyId)
    expect(Date.parse(Expiration) - Date.parse(cached.Expiration ?? '')).toBeGreaterThan(2_400_000)
  })

  it('prints a session that expires soon if a new one would need an MFA code', async () => {
    const testAws = await open()
    testAws.aws.faults.lifetimeSeconds = 600
    const words = ['guarded', '--duration', '4h']
    const { session: cached } = await testAws.session([...words, '--token-code', '123456'])
    expect(await testAws.assume(['credential-process', ...words])).toMatchObject({
      stdout: expect.stringContaining(cached.AccessKeyId),
      stderr: '',
      exitCode: 0,
    })
  })

  it.skipIf(noBotocore)('gives botocore the session through a profile that names it', async () => {
    const { home } = await open()
    expect(await callerByBotocore('prod-tools', home.env)).toBe(arn)
  })

  it('gives assume itself the session through a profile that names it', async () => {
    const testAws = await open()
    const { session } = await testAws.session(['prod-tools'])
    expect(session.AccessKeyId).toMatch(/^ASIA/)
    const { stdout } = await testAws.assume(['credential-process', 'prod'])
    expect(JSON.parse(stdout).AccessKeyId).toBe(session.AccessKeyId)
  })

  it.each([
    [['guarded'], 'there is no terminal to ask for it'],
    [['guarded', '--no-input'], '--no-input forbids to ask for it'],
  ])('%s prints nothing and exits with 3 if no code can be asked for', async (words, why) => {
    const testAws = await open()
    const run = await testAws.assume(['credential-process', ...words])
    expect(run).toMatchObject({ stdout: '', exitCode: 3, calls: [] })
    expect(run.stderr).toContain(
      `assume: a code of the MFA device ${serial} is needed, and ${why}\n`,
    )
  })

  it('asks for the code on the terminal if stdin and stdout are redirected', async () => {
    const testAws = await open()
    const script = `</dev/null ${assume('guarded')} | grep -c SecretAccessKey; printf 'the %s\\n' end`
    const terminal = Terminal.start(
      'bash',
      ['--norc', '-c', script],
      testAws.home.path,
      testAws.home.env,
    )
    await terminal.waitFor(`MFA code for ${serial}: `)
    terminal.type('123456\r')
    expect(plain(await terminal.waitFor('the end'))).toContain('\n1\nthe end')
  })

  it.each([
    ['itself', 'itself → itself'],
    ['ping', 'ping → pong → ping'],
    ['pong', 'pong → ping → pong'],
    ['role-of-itself', 'its-keys → its-keys'],
  ])('for the profile %s reports the loop', async (profile, path) => {
    const testAws = await open()
    const run = await testAws.assume(['credential-process', profile])
    expect(run).toMatchObject({ stdout: '', exitCode: 1, calls: [] })
    expect(run.stderr).toMatch(
      new RegExp(
        `^assume: credential_process loops: ${path}\\n  hint: let it name a profile that gets its keys in another way: ~/.aws/config:\\d+\\n`,
      ),
    )
  })

  it.each(['', 'null', '{}', '[1]', '[["prod-tools"]]', '[["prod-tools","x"]]', 'x'.repeat(9999)])(
    'reports no loop if ASSUME_CREDENTIAL_PROCESSES is %s',
    async (ASSUME_CREDENTIAL_PROCESSES) => {
      const testAws = await open()
      const env = { ASSUME_CREDENTIAL_PROCESSES }
      expect(await testAws.assume(['credential-process', 'prod-tools'], { env })).toMatchObject({
        stderr: '',
        exitCode: 0,
      })
    },
  )

  it('rejects --format, an unknown profile and a missing profile with exit status 2', async () => {
    const testAws = await open()
    for (const [words, exitCode] of [
      [['--format', 'json', 'prod'], 2],
      [['nosuch'], 2],
      [[], 2],
    ] as const) {
      const run = await testAws.assume(['credential-process', ...words])
      expect(run).toMatchObject({ stdout: '', exitCode })
    }
  })

  it('a credential_process gets the stdin of assume, except with --no-input', async () => {
    const testAws = await open()
    const path = join(testAws.home.path, 'other')
    writeFileSync(path, '[profile p]\ncredential_process = sh -c "cat >&2; exit 1"\n')
    const env = { AWS_CONFIG_FILE: path }
    const heard = await testAws.assume(['p'], { env, input: 'typed\n' })
    expect(heard.stderr).toContain('typed')
    const unheard = await testAws.assume(['p', '--no-input'], { env, input: 'typed\n' })
    expect(unheard.stderr).not.toContain('typed')
  })
})

/** This program does not exist, so assume can know its target only from the command line. */
const absent = '/nonexistent/assume credential-process'

const ofOurs = `[profile prod]
role_arn = ${roleArn(noMfaRole)}
source_profile = Bob

[profile guarded]
role_arn = ${roleArn(demoRole)}
source_profile = Bob
mfa_serial = ${serial}

[profile prod-tools]
credential_process = ${absent} prod --duration 2h
region = eu-west-1

[profile twice]
credential_process = ${absent} guarded-tools

[profile guarded-tools]
credential_process = node /nonexistent/bin.js credential-process --no-input guarded

[profile further]
role_arn = arn:aws:iam::210987654321:role/further
source_profile = prod-tools

[profile a]
credential_process = ${absent} b

[profile b]
credential_process = ${absent} c

[profile c]
role_arn = ${roleArn(noMfaRole)}
source_profile = a

[profile lost]
credential_process = ${absent} prodd

[profile other]
credential_process = touch was-run

[profile by-arn]
credential_process = ${absent} ${roleArn(noMfaRole)}
`

const openOurs = () => TestAws.open({ config: ofOurs })

describe('a profile whose credential_process is assume', () => {
  it('is listed with the role that it leads to', async () => {
    const testAws = await openOurs()
    const { stdout, exitCode, calls } = await testAws.assume(['list'])
    expect({ exitCode, calls }).toEqual({ exitCode: 0, calls: [] })
    const rows = stdout.split('\n').map((line) => line.trimEnd().split(/ {2,}/))
    expect(rows).toEqual(
      expect.arrayContaining([
        ['prod-tools', '123456789012', noMfaRole.name, 'assume prod', 'eu-west-1'],
        ['twice', '123456789012', demoRole.name, 'assume guarded-tools', 'MFA'],
        ['guarded-tools', '123456789012', demoRole.name, 'assume guarded', 'MFA'],
        ['further', '210987654321', 'further', 'assume prod (prod-tools)'],
        ['a', 'credential_process loops: a → b → a'],
        ['b', 'credential_process loops: b → a → b'],
        ['c', '123456789012', noMfaRole.name, 'credential_process loops: a → b → a'],
        ['other', 'program'],
        // The source credentials depend on the machine, so they are not shown.
        ['by-arn', '123456789012', noMfaRole.name, `assume ${roleArn(noMfaRole)}`],
      ]),
    )
    expect(stdout).toMatch(
      /^lost .* credential_process of "lost" is assume, asked for what cannot be: profile "prodd" is not in/m,
    )
    const { profiles } = JSON.parse((await testAws.assume(['list', '--format', 'json'])).stdout)
    const named = (name: string) => profiles.find((each: { name: string }) => each.name === name)
    expect(named('further')).toMatchObject({
      source: { kind: 'credential-process', target: 'prod' },
      account: '210987654321',
    })
    expect(named('other').source).toEqual({ kind: 'credential-process' })
  })

  it('is explained, followed by the target that it requests', async () => {
    const testAws = await openOurs()
    const { stdout, stderr, calls } = await testAws.assume(['explain', 'prod-tools'])
    expect({ stderr, calls }).toEqual({ stderr: '', calls: [] })
    expect(stdout).toContain('  runs  assume itself, for prod, as below\n')
    expect(stdout).toContain('\n\nprod\n  prompt    prod\n')
    expect(stdout).toContain('\n  duration      2 h ← --duration\n')
    const { asks, source } = JSON.parse(
      (await testAws.assume(['explain', 'twice', '--format', 'json'])).stdout,
    )
    expect(source).toMatchObject({ kind: 'credential-process', profile: 'twice' })
    expect(asks).toMatchObject({
      target: 'guarded-tools',
      source: { kind: 'credential-process', profile: 'guarded-tools' },
      asks: { target: 'guarded', source: { kind: 'access-key', profile: 'Bob' } },
    })
    expect(asks.asks).not.toHaveProperty('asks')
  })

  it('as the source of a role is explained without a call to STS', async () => {
    const testAws = await openOurs()
    const { stdout, calls } = await testAws.assume(['explain', 'prod-tools', 'some-role'])
    expect(calls).toEqual([])
    expect(stdout).toContain('  runs  assume itself, for prod, as below\n')
  })

  it.each([
    [['explain', 'c'], 'credential_process loops: a → b → a'],
    [['explain', 'a', 'some-role'], 'credential_process loops: a → b → a'],
    [['a'], 'credential_process loops: a → b → a'],
    [['exec', 'c', '--', 'true'], 'credential_process loops: a → b → a'],
    [['credential-process', 'b'], 'credential_process loops: b → a → b'],
    [['c', 'some-role'], 'credential_process loops: a → b → a'],
    [['lost'], 'credential_process of "lost" (~/.aws/config:35) is assume, asked for what cannot'],
  ])('%j fails without a call if it loops or has no valid target', async (words, message) => {
    const testAws = await openOurs()
    const { stdout, stderr, exitCode, calls } = await testAws.assume(words)
    expect({ exitCode, calls }).toEqual({ exitCode: 1, calls: [] })
    expect(stdout).not.toContain('AWS_')
    expect(stderr).toContain(`assume: ${message}`)
    expect(stderr).toMatch(/^ {2}hint: (let it name a profile that gets|did you mean "prod"\?)/m)
  })

  it('is checked by doctor, which reports a loop once', async () => {
    const testAws = await openOurs()
    const { stdout } = await testAws.assume(['doctor', '--offline', '--format', 'json'], {
      cwd: testAws.home.path,
    })
    const broken = JSON.parse(stdout).findings.filter(
      ({ id }: { id: string }) => id === 'profile-broken',
    )
    expect(broken.map(({ what }: { what: string }) => what)).toEqual([
      'credential_process loops: a → b → a',
      expect.stringContaining('profile "prodd" is not in'),
    ])
    expect(existsSync(join(testAws.home.path, 'was-run'))).toBe(false)
  })

  /** For each option: the command, the option, what follows it, and its description. */
  const options = readFileSync(join(program, '../words'), 'utf8')
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([place, word]) => place === 'credential-process' && word?.startsWith('-'))

  it.each(options.map(([, word = '', follows]) => [word, follows] as const))(
    'can have the option %s',
    (word, follows) => {
      const values: Record<string, string> = { '--token-code': '123456', '--profile': 'prod' }
      const value = follows === 'flag' ? [] : [values[word] ?? '15m']
      const target = ['-p', '--profile'].includes(word) ? [] : ['prod']
      const command = ['assume', 'credential-process', word, ...value, ...target]
      expect(parseOwnCredentialProcess(command)).toMatchObject({ target: { kind: 'profile' } })
    },
  )

  it.each(
    options.flatMap(([, word = '', follows]) =>
      follows === 'flag' && !word.startsWith('--no-') ? [word.replace('--', '--no-')] : [],
    ),
  )('can have the negated option %s', (word) => {
    const command = ['assume', 'credential-process', word, 'prod']
    expect(parseOwnCredentialProcess(command)).toMatchObject({
      target: { kind: 'profile' },
      options: {},
    })
  })

  it('accepts the same command lines as the parser of the command', async () => {
    const testAws = await TestAws.open({})
    const forms = [
      ...[
        '--no-quiet gone',
        '-- gone',
        'gone --',
        '--quiet -- -p',
        '-r=eu-west-1 gone',
        '--tag=a=b gone',
      ],
      ...[
        '--region= gone',
        '--no-cached --refresh gone',
        '-',
        '--no-no-input gone',
        '--no-region gone',
      ],
      ...[
        '--quiet=1 gone',
        '-reu-west-1 gone',
        'gone -d -5',
        'gone --region --quiet',
        '--cached --refresh gone',
      ],
    ]
    const read = async (form: string) => {
      const words = ['credential-process', ...form.split(' ')]
      const { stderr } = await testAws.assume(words)
      return {
        form,
        isTaken: /^assume: profile ".*" is not in /.test(stderr),
        isRead: parseOwnCredentialProcess(['assume', ...words]) !== undefined,
      }
    }
    const all = []
    for (const form of forms) all.push(await read(form))
    expect(all).toEqual(all.map((each) => ({ ...each, isRead: each.isTaken })))
    expect(all.filter(({ isTaken }) => isTaken)).toHaveLength(8)
  })

  it('is tested with more than 20 options', () => {
    expect(options.length).toBeGreaterThan(20)
  })
})
