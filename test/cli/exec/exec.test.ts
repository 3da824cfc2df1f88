import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn } from 'aws-stand-in'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { demoRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { printedVariables } from '../../support/printed-variables.ts'
import { runProgram } from '../../support/processes/run-program.ts'
import { program } from '../../support/program.ts'
import { TestAws } from '../../support/test-aws.ts'

const config = `[profile prod]
role_arn = ${roleArn(noMfaRole)}
source_profile = Bob
role_session_name = Bob
region = eu-west-1
`

const open = () => TestAws.open({ config })

/** Writes an executable script to the home, and returns its path. */
function script(testAws: TestAws, name: string, ...lines: string[]): string {
  const path = join(testAws.home.path, name)
  writeFileSync(path, `#!/bin/sh\n${lines.join('\n')}\n`)
  chmodSync(path, 0o755)
  return path
}

/** Starts assume as a process without a terminal, to which a test can send signals. */
function start(
  testAws: TestAws,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  return execa(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', ...testAws.home.env, ...env },
    extendEnv: false,
    reject: false,
    detached: true,
    stripFinalNewline: false,
    stdin: 'ignore',
  })
}

describe('the program of exec', () => {
  it('gets its arguments unchanged', async () => {
    const testAws = await open()
    const odd = [
      '',
      ' ',
      'a b',
      "it's",
      '"',
      '*',
      '$HOME',
      '`id`',
      '$(id)',
      '\\',
      'ä€😀',
      '\n',
      '--',
    ]
    const args = [...odd, '--server', '-h', '--help', ';', '&', '|', '~', '{a,b}', '!', '#', '-n']
    const show = script(testAws, 'show it', `printf '%s\\0' "$#" "$@"`)
    const { stdout, stderr, exitCode } = await testAws.assume(['exec', 'prod', '--', show, ...args])
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    expect(stdout.split('\0')).toEqual([String(args.length), ...args, ''])
  })

  it('reads stdin and writes stdout byte for byte', async () => {
    const testAws = await open()
    const { path, env } = testAws.home
    writeFileSync(join(path, 'bytes'), randomBytes(10_000_000))
    const line = 'cat bytes | "$@" | cmp - bytes'
    const command = [process.execPath, program, 'exec', 'prod', '--', 'cat']
    const run = await runProgram(['sh', '-c', line, 'sh', ...command], {
      cwd: path,
      env: { PATH: process.env.PATH, ...env },
    })
    expect(run).toMatchObject({ stdout: '', stderr: '', exitCode: 0 })
  })

  it('gets the environment of the user, changed only by the variables of the session', async () => {
    const testAws = await open()
    const before = {
      AWS_PROFILE: 'Bob',
      AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/other',
      ODD: "it's\n$HOME",
      EMPTY: '',
    }
    const { stdout: direct } = await execa('env', ['-0'], {
      env: { PATH: process.env.PATH ?? '', ...testAws.home.env, ...before },
      extendEnv: false,
    })
    const { stdout } = await testAws.assume(['exec', 'prod', '--', 'env', '-0'], { env: before })
    const variables = (text: string) => Object.fromEntries(printedVariables(text))
    const { AWS_PROFILE: _, AWS_ROLE_ARN: __, ...others } = variables(direct)
    const {
      AWS_ACCESS_KEY_ID,
      AWS_SECRET_ACCESS_KEY,
      AWS_SESSION_TOKEN,
      AWS_CREDENTIAL_EXPIRATION,
      ASSUME_EXPIRES,
      ...rest
    } = variables(stdout)
    expect(rest).toEqual({
      ...others,
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_ACCOUNT_ID: '123456789012',
      AWSUME_PROFILE: 'prod',
      ASSUME_ROLE: 'prod',
      ASSUME_KEY_ID: AWS_ACCESS_KEY_ID,
      ASSUME_REQUEST: expect.stringMatching(/^[0-9a-f]{16}$/),
      ASSUME_SETTINGS: 'AWS_REGION AWS_DEFAULT_REGION',
    })
    expect(AWS_SECRET_ACCESS_KEY && AWS_SESSION_TOKEN).toBeTruthy()
    expect(await testAws.callerOf(variables(stdout))).toMatch(
      /assumed-role\/demo-no-mfa-role\/Bob$/,
    )
    expect(Date.parse(AWS_CREDENTIAL_EXPIRATION ?? '') / 1000).toBe(Number(ASSUME_EXPIRES))
  })

  it.each([
    ['exit 0', 0],
    ['exit 1', 1],
    ['exit 77', 77],
    ['kill -9 $$', 137],
    ['kill -TERM $$', 143],
  ])('ends with %s, and assume exits with %i', async (code, exitCode) => {
    const testAws = await open()
    expect(await testAws.assume(['exec', 'prod', '--', 'sh', '-c', code])).toMatchObject({
      stdout: '',
      stderr: '',
      exitCode,
    })
  })

  it('ends by SIGINT, and so does assume, which ends a loop around it', async () => {
    const testAws = await open()
    const words = ['exec', 'prod', '--', 'sh', '-c', 'kill -INT $$']
    const { signal, stderr } = await start(testAws, words)
    expect({ signal, stderr }).toEqual({ signal: 'SIGINT', stderr: '' })
  })

  it.each(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const)(
    'gets a %s that is sent to assume, and can continue',
    async (signal) => {
      const testAws = await open()
      const name = signal.slice(3)
      const wait = `trap 'echo got ${name}; exit 5' ${name}; echo ready; while :; do sleep 0.01; done`
      const run = start(testAws, ['exec', 'prod', '--', 'sh', '-c', wait])
      await new Promise<void>((ready) => run.stdout.once('data', () => ready()))
      run.kill(signal)
      const { stdout, stderr, exitCode } = await run
      expect({ stdout, stderr, exitCode }).toEqual({
        stdout: `ready\ngot ${name}\n`,
        stderr: '',
        exitCode: 5,
      })
    },
  )

  it('is the shell of the user if none is named', async () => {
    const testAws = await open()
    const SHELL = script(testAws, 'my shell', 'echo "$# $ASSUME_ROLE"')
    expect(await testAws.assume(['exec', 'prod'], { env: { SHELL } })).toMatchObject({
      stdout: '0 prod\n',
      stderr: '',
      exitCode: 0,
    })
    // It is /bin/sh if SHELL is not set and the parent process is no shell.
    expect(
      await testAws.assume(['exec', 'prod'], { input: 'echo "<$ASSUME_ROLE>"' }),
    ).toMatchObject({
      stdout: '<prod>\n',
    })
  })

  it('is not started if an argument is not UTF-8', async () => {
    const testAws = await open()
    const code = `"${process.execPath}" "${program}" exec prod -- echo "$(printf '\\377')"`
    const { stdout, stderr, exitCode } = await execa('sh', ['-c', code], {
      env: testAws.home.env,
      reject: false,
    })
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 126 })
    expect(stderr).toMatch(
      /^assume: argument 1 of the program is not UTF-8, and cannot be passed on unchanged\n/,
    )
  })

  it('can be assume itself, which records the previous session', async () => {
    const testAws = await open()
    const nested = [process.execPath, program, 'exec', '--region', 'us-west-2', 'prod', '--', 'env']
    const { stdout } = await testAws.assume(['exec', 'prod', '--', ...nested])
    expect(stdout).toMatch(/^AWS_REGION=us-west-2$/m)
    expect(stdout).toMatch(/^ASSUME_PREVIOUS=\w+:[0-9a-f]{16}$/m)
    expect(stdout).not.toMatch(/__assume/)
  })
})

describe('a program that cannot be started', () => {
  it.each([
    ['nosuch', 127, '"nosuch" is not in PATH; no program was started'],
    ['./nosuch', 127, 'there is no file "./nosuch"; no program was started'],
    ['/etc/passwd', 126, '"/etc/passwd" is not executable'],
    ['/', 126, '"/" is not executable'],
    ['a\x1b[2J', 127, '"a\\x1b[2J" is not in PATH; no program was started'],
  ])('%s gives exit status %i, without a call to AWS', async (name, exitCode, message) => {
    const testAws = await open()
    const run = await testAws.assume(['exec', 'prod', '--', name, 'x'], { asProcess: false })
    expect(run).toMatchObject({ stdout: '', exitCode, calls: [] })
    expect(run.stderr.split('\n')[0]).toBe(`assume: ${message}`)
  })

  it('because its interpreter is missing gives exit status 127', async () => {
    const testAws = await open()
    const path = join(testAws.home.path, 'broken')
    writeFileSync(path, '#!/no/such/interpreter\n', { mode: 0o755 })
    expect(await testAws.assume(['exec', 'prod', '--', path])).toMatchObject({
      stdout: '',
      stderr: `assume: "${path}" could not be started: the file, or the interpreter in its first line, is missing\n`,
      exitCode: 127,
    })
  })
})

describe('exec without a session', () => {
  it.each([
    [['exec', 'nosuch', '--', 'touch', 'MARK'], 2, 'profile "nosuch" is not in'],
    [['exec', '--', 'touch', 'MARK'], 2, 'no target'],
    [['exec', 'prod', '--'], 2, 'there is no program after --'],
    [['exec', 'prod', '--nosuch', '--', 'touch', 'MARK'], 2, 'unknown option --nosuch'],
    [
      ['exec', 'prod', '--token-variable', '--', 'touch', 'MARK'],
      2,
      '--token-variable needs --server',
    ],
    [['exec', 'prod', '--format', 'json', '--', 'touch', 'MARK'], 2, 'unknown option --format'],
    [['exec', 'Bob', demoRole.name, '--', 'touch', 'MARK'], 1, 'AssumeRole of'],
  ] as const)('%s starts no program', async (args, exitCode, message) => {
    const testAws = await open()
    const mark = join(testAws.home.path, 'mark')
    const words = args.map((word) => word.replace('MARK', mark))
    const run = await testAws.assume(words, { asProcess: false })
    expect(run).toMatchObject({ stdout: '', exitCode })
    expect(run.stderr).toContain(`assume: ${message}`)
    expect(existsSync(mark)).toBe(false)
  })

  it('hints at -- before the program', async () => {
    const testAws = await open()
    const words = ['exec', 'prod', 'sh', 'my script']
    const { stderr, exitCode } = await testAws.assume(words, { asProcess: false })
    expect({ stderr, exitCode }).toMatchObject({
      stderr:
        "assume: put -- before the program: assume exec prod -- sh 'my script'\n" +
        '  hint: assume exec --help\n',
      exitCode: 2,
    })
  })

  it('repeats its own options in that hint', async () => {
    const testAws = await open()
    const words = ['exec', '--server', '--token-variable', '-r', 'eu-west-1', 'prod', 'sh', 'x']
    expect((await testAws.assume(words, { asProcess: false })).stderr).toContain(
      'assume: put -- before the program: assume exec --server --token-variable -r eu-west-1 prod -- sh x\n',
    )
  })
})
