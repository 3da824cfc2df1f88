import { readFileSync } from 'node:fs'
import { type Role, roleArn } from 'aws-stand-in'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { demoRole, demoWorld, noMfaRole } from '../../../src/demo/fixture.ts'
import { runningGroups } from '../../support/processes/process-groups.ts'
import { program } from '../../support/program.ts'
import { plain, Terminal } from '../../support/terminal/pty.ts'
import { TestAws } from '../../support/test-aws.ts'

const taking = (name: string, role: Role, more = '') =>
  `[profile ${name}]\nrole_arn = ${roleArn(role)}\nsource_profile = Bob\n${more}\n`

const serial = 'arn:aws:iam::123456789012:mfa/Bob'

const config = [
  taking('dev', noMfaRole, 'region = eu-west-1'),
  taking('prod-a', noMfaRole),
  taking('prod-b', noMfaRole),
  taking('gone', { ...noMfaRole, name: 'no-such-role' }),
].join('')

/** A different role for each profile, so that each profile needs its own session. */
const rolesWithMfa = ['one', 'two', 'three'].map((name) => ({ ...demoRole, name }))
const worldWithMfa = { ...demoWorld, roles: rolesWithMfa }
const configWithMfa = rolesWithMfa
  .map((role) => taking(role.name, role, `mfa_serial = ${serial}`))
  .join('')

/** Options that the command omits: it names the failed targets and regions itself, and a code works only once. */
const notRepeated = new Set([
  ...['--region', '--match', '--profiles-from', '--token-code', '--sso', '--role', '--dry-run'],
  ...['--org', '--ou', '--via', '--with-own'],
])

/** The options of one group conflict with those of the other. The test omits one group at a time. */
const notTogether = [
  ['--refresh', '--group'],
  ['--cached', '--json'],
]

const values: Readonly<Record<string, string>> = {
  '--duration': '1h',
  '--jobs': '2',
  '--tag': 'a=b',
}

const lines = (text: string) => text.split('\n').filter(Boolean).toSorted()

describe('assume each', () => {
  it('runs the program with the session of each target', async () => {
    const testAws = await TestAws.open({ config })
    const script = 'echo "$ASSUME_ROLE $AWS_REGION $1"; echo "no ${AWS_PROFILE-profile}" >&2'
    const args = ['each', 'dev', 'prod-a', '--', 'sh', '-c', script, 'sh', "it's -- -x"]
    const { stdout, stderr, exitCode, calls } = await testAws.assume(args, {
      env: { AWS_PROFILE: 'Bob', AWS_REGION: 'us-west-2' },
    })
    expect({ exitCode, stdout: lines(stdout), stderr: lines(stderr) }).toEqual({
      exitCode: 0,
      stdout: ["dev | dev eu-west-1 it's -- -x", "prod-a | prod-a us-west-2 it's -- -x"],
      stderr: ['dev | no profile', 'prod-a | no profile'],
    })
    expect(calls.map(({ action }) => action)).toEqual(['AssumeRole'])
  })

  it('selects profiles by pattern and from a file, each once', async () => {
    const testAws = await TestAws.open({ config, files: { list: '# ours\n\n dev \r\nprod-b\n' } })
    const list = `${testAws.home.path}/list`
    const echo = ['--', 'sh', '-c', 'echo "$ASSUME_ROLE"']
    const all = ['dev | dev', 'prod-a | prod-a', 'prod-b | prod-b']
    const named = ['each', '--match', 'prod-?', 'prod-b', '--profiles-from']
    expect(lines((await testAws.assume([...named, list, ...echo])).stdout)).toEqual(all)
    const piped = await testAws.assume([...named, '-', ...echo], {
      input: readFileSync(list, 'utf8'),
    })
    expect(lines(piped.stdout)).toEqual(all)
    const arn = roleArn(noMfaRole)
    const words = await testAws.assume(['each', `Bob ${noMfaRole.name}`, ...echo])
    expect(words.stdout).toBe(`Bob ${noMfaRole.name} | ${noMfaRole.name}\n`)
    const role = await testAws.assume(['each', arn, '--source-profile', 'Bob', ...echo])
    expect(role.stdout).toBe(`${arn} | ${noMfaRole.name}\n`)
  })

  it('runs the program in each region, with one session', async () => {
    const testAws = await TestAws.open({ config })
    const { stdout, calls, exitCode } = await testAws.assume([
      ...['each', 'dev', 'prod-a', '--region', 'eu-west-2,us-east-2', '--'],
      ...['sh', '-c', 'echo "$AWS_REGION $AWS_DEFAULT_REGION"; test $AWS_REGION = eu-west-2'],
    ])
    expect(lines(stdout)).toEqual([
      'dev eu-west-2 | eu-west-2 eu-west-2',
      'dev us-east-2 | us-east-2 us-east-2',
      'prod-a eu-west-2 | eu-west-2 eu-west-2',
      'prod-a us-east-2 | us-east-2 us-east-2',
    ])
    expect(exitCode).toBe(1)
    expect(calls.map(({ at }) => at)).toEqual(['eu-west-2'])
  })

  it('lists the failed targets with reasons, and the command that repeats only those', async () => {
    const testAws = await TestAws.open({ config })
    const script = 'case $ASSUME_ROLE in prod-a) exit 3;; prod-b) kill -9 $$;; esac'
    const { stdout, stderr, exitCode } = await testAws.assume([
      ...[
        'each',
        'dev',
        'prod-a',
        'prod-b',
        'gone',
        'nobody',
        '-d',
        '1h',
        '--',
        'sh',
        '-c',
        script,
      ],
    ])
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
    expect(stderr).toMatch(
      /^assume: 4 of 5 failed\n {2}prod-a: exit status 3\n {2}prod-b: ended by SIGKILL\n {2}gone: AssumeRole of .* \(AccessDenied\)\n {2}nobody: profile "nobody" is not in .*\n/,
    )
    expect(stderr.trimEnd().split('\n').at(-1)).toBe(
      `  hint: those alone: assume each --duration 1h prod-a prod-b gone nobody -- sh -c '${script}'`,
    )
  })

  it('repeats its options in the command for the failed targets', async () => {
    const testAws = await TestAws.open({ config })
    const { stdout: help } = await testAws.assume(['each', '--help'])
    const options = [...help.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)( [A-Z][A-Z=|]*)? /gm)].flatMap(
      ([, name = '', value]) => (notRepeated.has(name) ? [] : [{ name, hasValue: Boolean(value) }]),
    )
    const names = options.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining([...notTogether.flat(), '--tag', '--debug']))
    for (const leftOut of notTogether) {
      const words = options
        .filter(({ name }) => !leftOut.includes(name))
        .map(({ name, hasValue }) => (hasValue ? `${name} ${values[name] ?? 'x'}` : name))
      const { stderr } = await testAws.assume([
        ...['each', 'nobody', ...words.flatMap((word) => word.split(' ')), '--', 'true'],
      ])
      const [, again = ''] =
        /^ {2}hint: those alone: assume each (.*) nobody -- true$/m.exec(stderr) ?? []
      expect({ stderr, again: again.split(/ (?=--)/).sort() }).toEqual({
        stderr,
        again: words.sort(),
      })
    }
  })

  it('names only the failed regions in the commands for the failed targets', async () => {
    const testAws = await TestAws.open({ config })
    const { stderr } = await testAws.assume([
      ...['each', 'dev', 'prod-a', '--region', 'eu-west-2,us-east-2', '--'],
      ...['sh', '-c', 'test $AWS_REGION$ASSUME_ROLE = eu-west-2dev'],
    ])
    const commands = stderr.split('\n').filter((line) => line.includes('those alone'))
    expect(commands).toEqual([
      expect.stringMatching(/ assume each --region us-east-2 dev -- sh /),
      expect.stringMatching(/ assume each --region eu-west-2,us-east-2 prod-a -- sh /),
    ])
  })

  it('prints JSON with the exact output, in Base64 if it is not UTF-8', async () => {
    const testAws = await TestAws.open({ config })
    const script = [
      'case $ASSUME_ROLE in dev) printf "a\\nb\\033";; *) printf "\\377\\n"; echo e >&2; exit 7;; esac',
    ]
    const { stdout, exitCode } = await testAws.assume([
      ...['each', 'dev', 'prod-a', 'nobody', '--json', '--', 'sh', '-c', ...script],
    ])
    const seconds = expect.any(Number)
    const found = lines(stdout).map((line) => JSON.parse(line))
    expect(found.toSorted((a, b) => (a.target < b.target ? -1 : 1))).toEqual([
      { target: 'dev', status: 0, seconds, stdout: 'a\nb\x1b', stderr: '' },
      {
        target: 'nobody',
        status: null,
        error: expect.stringContaining('profile "nobody" is not in'),
        seconds,
        stdout: '',
        stderr: '',
      },
      { target: 'prod-a', status: 7, seconds, stdoutBase64: '/wo=', stderr: 'e\n' },
    ])
    expect(exitCode).toBe(1)
  })

  it('groups the output of each target with --group', async () => {
    const testAws = await TestAws.open({ config })
    const { stdout, stderr } = await testAws.assume([
      ...['each', 'dev', 'prod-a', '--group', '--jobs', '1', '--'],
      ...['sh', '-c', 'echo 1; echo 2 >&2; printf 3'],
    ])
    expect(stdout).toBe('== dev: exit status 0\n1\n3\n== prod-a: exit status 0\n1\n3\n')
    expect(stderr).toBe('2\n2\n')
  })

  it('ends a program that prints more than 16 MB with --json, and continues', async () => {
    const testAws = await TestAws.open({ config })
    const { stdout, stderr, exitCode } = await testAws.assume([
      ...['each', 'dev', 'prod-a', '--json', '--'],
      ...['sh', '-c', 'test $ASSUME_ROLE = dev || exec cat /dev/zero'],
    ])
    expect(lines(stdout)).toHaveLength(2)
    expect(stderr).toContain('prod-a: it printed more than 16 MB, and --json keeps all output')
    expect(exitCode).toBe(1)
  })

  it('gives the program an empty stdin and no terminal', async () => {
    const testAws = await TestAws.open({ config })
    const script = 'cat; (: </dev/tty) 2>/dev/null && echo terminal; echo end'
    const run = await testAws.assume(['each', 'dev', '--', 'sh', '-c', script], { input: 'for us' })
    expect(run).toMatchObject({ stdout: 'dev | end\n', exitCode: 0 })
  })

  it('escapes control characters in the name of a target', async () => {
    const testAws = await TestAws.open({ config: taking('a\x1b[31m', noMfaRole) })
    const { stdout } = await testAws.assume(['each', '--match', '*', '--', 'echo', 'x'])
    expect(lines(stdout)).toEqual(['Bob | x', 'a\\x1b[31m | x'])
  })

  it('needs one MFA code for all targets', async () => {
    const testAws = await TestAws.open({ world: worldWithMfa, config: configWithMfa })
    const names = ['one', 'two', 'three']
    const echo = ['--', 'sh', '-c', 'echo $AWS_ACCESS_KEY_ID']
    const { stdout, calls, exitCode } = await testAws.assume(['each', ...names, '123456', ...echo])
    expect(exitCode).toBe(0)
    expect(new Set(lines(stdout).map((line) => line.split(' | ')[1])).size).toBe(3)
    const codes = calls.filter(({ TokenCode }) => TokenCode !== undefined)
    expect(codes).toMatchObject([{ action: 'GetSessionToken' }])
    expect(calls).toHaveLength(4)
  })

  it('reports a target that needs a code if it cannot ask for one', async () => {
    const withMfa = taking('mfa', demoRole, `mfa_serial = ${serial}`)
    const testAws = await TestAws.open({ config: `${config}${withMfa}` })
    const run = await testAws.assume(['each', 'mfa', 'dev', '--', 'echo', 'x'])
    expect(run).toMatchObject({ stdout: 'dev | x\n', exitCode: 1 })
    expect(run.stderr).toContain(
      `mfa: a code of the MFA device ${serial} is needed, and there is no`,
    )
    const forbidden = await testAws.assume(['each', 'mfa', 'dev', '--no-input', '--', 'echo', 'x'])
    expect(forbidden.stderr).toContain('--no-input forbids')
  })

  it('omits protected targets unless --yes confirms them', async () => {
    const files = { '.config/assume/config': 'danger = prod-*\n' }
    const testAws = await TestAws.open({ config, files })
    const words = ['each', 'dev', 'prod-a', '--', 'echo', 'x']
    const { stdout, stderr, exitCode } = await testAws.assume(words)
    expect({ stdout, exitCode }).toEqual({ stdout: 'dev | x\n', exitCode: 1 })
    expect(stderr).toContain('prod-a: profile prod-a matches "prod-*", danger in')
    const sure = await testAws.assume([...words.slice(0, 3), '--yes', ...words.slice(3)])
    expect(lines(sure.stdout)).toEqual(['dev | x', 'prod-a | x'])
  })

  it.each([
    [['dev'], 'there is no program after --'],
    [['dev', '--'], 'there is no program after --'],
    [['--', 'true'], 'no target: name profiles'],
    [['123456', '--', 'true'], 'no target: name profiles'],
    [['--match', 'x*', '--', 'true'], '--match "x*" fits none of the 5 profiles'],
    [['dev', '--jobs', '0', '--', 'true'], '--jobs "0" is not a number from 1 to 100'],
    [['dev', '--jobs', 'all', '--', 'true'], '--jobs "all" is not a number from 1 to 100'],
    [['dev', '--group', '--json', '--', 'true'], '--group and --json cannot be used together'],
    [['dev', '--region', 'a b', '--', 'true'], 'is not an AWS region'],
    [['dev', '123456', '--token-code', '123456', '--', 'true'], 'two codes'],
    [['Bob role 123456', '--', 'true'], 'has a code in it'],
    [['dev', '--nonsense', '--', 'true'], ''],
    [['dev', '--format', 'json', '--', 'true'], ''],
    [['--dry-run'], 'no target: name profiles'],
  ])('%j is wrong usage', async (words, complaint) => {
    const testAws = await TestAws.open({ config })
    const { stdout, stderr, exitCode, calls } = await testAws.assume(['each', ...words])
    expect({ stdout, exitCode, calls }).toEqual({ stdout: '', exitCode: 2, calls: [] })
    expect(stderr).toContain(complaint)
  })

  it.each([
    [['dev', '--', 'no-such-program-anywhere'], '"no-such-program-anywhere" is not in PATH', 127],
    [['dev', '--', '/etc/passwd'], '"/etc/passwd" is not executable', 126],
    [
      ['--profiles-from', '/no/such', '--', 'true'],
      '--profiles-from: "/no/such" does not exist',
      1,
    ],
    [['--profiles-from', '/', '--', 'true'], '--profiles-from: "/" is a directory', 1],
  ])('%j fails before a call to AWS', async (words, complaint, status) => {
    const testAws = await TestAws.open({ config })
    const { stdout, stderr, exitCode, calls } = await testAws.assume(['each', ...words])
    expect({ stdout, exitCode, calls }).toEqual({ stdout: '', exitCode: status, calls: [] })
    expect(stderr).toContain(complaint)
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s stops all programs, and stderr names the finished targets',
    async (signal, exitCode) => {
      const testAws = await TestAws.open({ config })
      const script = 'test $ASSUME_ROLE = dev && exit; echo $$; sleep 1000 & wait'
      const run = execa(
        process.execPath,
        [program, 'each', 'dev', 'prod-a', 'prod-b', 'Bob', '-j', '2', '--', 'sh', '-c', script],
        { env: { PATH: process.env.PATH, ...testAws.home.env }, extendEnv: false, reject: false },
      )
      let seen = ''
      run.stdout.on('data', (data) => {
        seen += data
        if (lines(seen).length === 2) run.kill(signal)
      })
      const { stderr, exitCode: status } = await run
      expect(status).toBe(exitCode)
      expect(stderr).toMatch(/^assume: cancelled when 1 of 4 had finished$/m)
      expect(stderr).toMatch(/^ {2}hint: finished: dev$/m)
      expect(stderr).toMatch(/^ {2}hint: stopped while it ran: prod-a, prod-b$/m)
      expect(stderr).toMatch(/assume each --jobs 2 prod-a prod-b Bob -- sh -c /)
      expect(await groupsOf(lines(seen))).toEqual([])
    },
  )

  it('ends the programs when its stdout is closed', async () => {
    const testAws = await TestAws.open({ config })
    const script = 'echo $$; while echo more; do :; done; sleep 1000'
    const words = [process.execPath, program, 'each', 'dev', 'prod-a', '--', 'sh', '-c', script]
    const { stdout } = await execa('bash', ['-c', '"$@" | head -1', 'bash', ...words], {
      env: { PATH: process.env.PATH, ...testAws.home.env },
      extendEnv: false,
    })
    expect(await groupsOf([stdout])).toEqual([])
  })
})

/** The processes that still run in the groups whose leaders are printed after a `|`. */
async function groupsOf(said: readonly string[]): Promise<string[]> {
  const leaders = said.map((line) => line.split(' | ')[1])
  expect(leaders.every((leader) => /^\d+$/.test(leader ?? ''))).toBe(true)
  return runningGroups(leaders.map(String))
}

describe('assume each with 200 profiles', () => {
  it('runs each once with one MFA code, and does not mix lines', async () => {
    const roles = Array.from({ length: 200 }, (_, index) => ({
      ...demoRole,
      name: `role-${String(index).padStart(3, '0')}`,
    }))
    const testAws = await TestAws.open({
      world: { ...demoWorld, roles },
      config: roles.map((role) => taking(role.name, role, `mfa_serial = ${serial}`)).join(''),
    })
    const script = 'printf "%s" "$ASSUME_ROLE,"; printf "%9000s\\n" "$ASSUME_ROLE"; echo 2'
    const { stdout, stderr, exitCode, calls } = await testAws.assume(
      ['each', '--match', 'role-*', '123456', '--jobs', '16', '--', 'sh', '-c', script],
      // The process of the tests would need longer to start so many programs.
      { asProcess: true },
    )
    expect({ stderr: stderr.replace(/^assume: role-000: .*\n/, ''), exitCode }).toEqual({
      stderr: '',
      exitCode: 0,
    })
    const expected = roles.flatMap(({ name }) => [
      `${name} | ${name},${name.padStart(9000)}`,
      `${name} | 2`,
    ])
    expect(lines(stdout)).toEqual(expected.toSorted())
    const asked = calls.map(({ action, RoleArn }) => RoleArn ?? action).toSorted()
    expect(asked).toEqual(['GetSessionToken', ...roles.map((role) => roleArn(role))].toSorted())
  })
})

describe('assume each on a terminal', () => {
  async function shown(
    testAws: TestAws,
    args: readonly string[],
    env: Record<string, string> = {},
  ) {
    const words = [program, 'each', ...args]
    const path = { PATH: process.env.PATH ?? '', ...testAws.home.env, ...env }
    return Terminal.start(process.execPath, words, testAws.home.path, path)
  }

  it('shows colours and progress, and asks for one code before the programs run', async () => {
    const testAws = await TestAws.open({ world: worldWithMfa, config: configWithMfa })
    const terminal = await shown(testAws, ['one', 'two', '--', 'sh', '-c', 'echo here; exit 1'])
    await terminal.waitFor(`MFA code for ${serial}: `)
    terminal.type('123456\r')
    const said = await terminal.waitFor('those alone')
    expect(await terminal.exited()).toBe(1)
    expect(said).toContain('\x1b[36mone |\x1b[0m here')
    expect(said).toContain('\x1b[33mtwo |\x1b[0m here')
    expect(plain(said)).toMatch(/2 running, 0 done, 0 to go: one, two/)
    expect(plain(said)).toContain('assume: 2 of 2 failed')
    expect(testAws.aws.calls.map(({ action }) => action)).toEqual([
      ...['GetSessionToken', 'AssumeRole', 'AssumeRole'],
    ])
  })

  it('shows no colours with NO_COLOR, and no progress with --quiet', async () => {
    const testAws = await TestAws.open({ config })
    const args = ['dev', '--quiet', '--', 'echo', 'here']
    const terminal = await shown(testAws, args, { NO_COLOR: '1' })
    expect(await terminal.waitFor('here\r\n')).toBe('dev | here\r\n')
    expect(await terminal.exited()).toBe(0)
  })
})
