import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn, userArn } from 'aws-stand-in'
import { execa } from 'execa'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bob, demoRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { callerByBotocore, noBotocore } from '../../support/aws/botocore.ts'
import { keysOf } from '../../support/home.ts'
import { runningGroups } from '../../support/processes/process-groups.ts'
import { program } from '../../support/program.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const [bobsKey = { accessKeyId: '', secretAccessKey: '' }] = bob.accessKeys

const bobsAnswer = {
  Version: 1,
  AccessKeyId: bobsKey.accessKeyId,
  SecretAccessKey: bobsKey.secretAccessKey,
}

const secret = 'x'.repeat(40)
const session = {
  ...bobsAnswer,
  SecretAccessKey: secret,
  SessionToken: 'IQoJtoken+/=',
  Expiration: '2040-01-31T12:00:00+00:00',
  AccountId: '123456789012',
}

/** A profile `p` whose process is a shell script, and a role `prod` whose source profile is `p`. */
const config = (script: string, ...lines: string[]) => `[profile p]
credential_process = sh -c '${script}'
${lines.join('\n')}

[profile prod]
role_arn = ${roleArn(noMfaRole)}
source_profile = p
role_session_name = me
duration_seconds = 7200
`

/** A process that prints `answer`: an object as JSON, a text as it is. */
function printing(answer: unknown, ...lines: string[]) {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer)
  return {
    credentials: '',
    config: config('cat "$HOME/answer"', ...lines),
    files: { answer: text },
  }
}

describe('a profile with a credential_process', () => {
  it('has the credentials that the program prints', async () => {
    const testAws = await TestAws.open(printing(bobsAnswer))
    const { stdout, stderr, exitCode, calls } = await testAws.assume(['p'])
    expect({ stderr, exitCode, calls }).toEqual({ stderr: '', exitCode: 0, calls: [] })
    const variables = await evaluated(stdout)
    expect(variables).toMatchObject({ AWS_ACCESS_KEY_ID: bobsKey.accessKeyId, ASSUME_ROLE: 'p' })
    expect(variables).not.toHaveProperty('AWS_SESSION_TOKEN')
    expect(await testAws.callerOf(variables)).toBe(userArn(bob))
  })

  it('has the session that the program prints, with its token, expiration and account', async () => {
    const testAws = await TestAws.open(printing(session))
    const run = await testAws.session(['p'])
    expect(run.session).toEqual({ ...session, Expiration: '2040-01-31T12:00:00Z' })
  })

  it.each([
    ['is in the profile', bobsAnswer, '123456789012'],
    [
      'is in the answer, which takes precedence',
      { ...bobsAnswer, AccountId: '210987654321' },
      '210987654321',
    ],
  ])('has the account that %s', async (_, answer, AccountId) => {
    const testAws = await TestAws.open(printing(answer, 'aws_account_id = 123456789012'))
    expect((await testAws.session(['p'])).session).toMatchObject({ AccountId })
  })

  it('ignores an AccountId that is a number, and warns', async () => {
    const testAws = await TestAws.open(printing({ ...session, AccountId: 123456789012 }))
    const run = await testAws.session(['p'])
    expect(run.session.AccessKeyId).toBe(session.AccessKeyId)
    expect(run.session).not.toHaveProperty('AccountId')
    expect(run.stderr).toMatch(
      /^assume: warning: credential_process of "p" \(.*\) printed an AccountId that is a number and not a string: it is ignored\n$/,
    )
  })

  it.each(['2040-01-31 12:00:00 UTC', '2040-01-31T12:00:00UTC'])(
    'accepts the Expiration %j, as the AWS CLI does',
    async (Expiration) => {
      const testAws = await TestAws.open(printing({ ...session, Expiration }))
      const run = await testAws.session(['p'])
      expect(run.session.Expiration).toBe('2040-01-31T12:00:00Z')
    },
  )

  it('treats null and an empty string as a missing field', async () => {
    const answer = { ...bobsAnswer, SessionToken: '', Expiration: null, AccountId: null }
    const testAws = await TestAws.open(printing(answer))
    expect((await testAws.session(['p'])).session).toEqual(bobsAnswer)
  })

  it('ignores access keys of the same profile in the config file', async () => {
    const others = 'aws_access_key_id = AKIAOTHEROTHEROTHER1\naws_secret_access_key = other'
    const testAws = await TestAws.open(printing(bobsAnswer, others))
    expect((await testAws.session(['p'])).session.AccessKeyId).toBe(bobsKey.accessKeyId)
  })

  it.each([
    ['--duration', '2h'],
    ['--session-name', 'me'],
    ['--external-id', 'some-id'],
  ])('rejects %s without running the program', async (option, value) => {
    const testAws = await TestAws.open({ config: config('touch "$HOME/ran"') })
    const { stdout, stderr, exitCode } = await testAws.assume(['p', option, value])
    expect({ stdout, exitCode }).toEqual({ stdout: '(exit 2);\n', exitCode: 2 })
    expect(stderr).toContain(`${option} cannot be used with a profile without a role`)
    expect(existsSync(join(testAws.home.path, 'ran'))).toBe(false)
  })
})

describe('a role whose source has a credential_process', () => {
  it('is assumed with the credentials that the program prints', async () => {
    const testAws = await TestAws.open(printing(bobsAnswer))
    const { stdout, calls } = await testAws.assume(['prod'])
    expect(calls).toEqual([
      {
        action: 'AssumeRole',
        RoleArn: roleArn(noMfaRole),
        RoleSessionName: 'me',
        DurationSeconds: '7200',
        by: bobsKey.accessKeyId,
        at: 'us-east-1',
      },
    ])
    expect(await testAws.callerOf(await evaluated(stdout))).toBe(
      `arn:aws:sts::123456789012:assumed-role/${noMfaRole.name}/me`,
    )
  })

  it('is assumed with MFA if its own profile names a device', async () => {
    const { config, ...others } = printing(bobsAnswer)
    const mfa = `[profile mfa]
role_arn = ${roleArn(demoRole)}
source_profile = p
mfa_serial = arn:aws:iam::123456789012:mfa/Bob
`
    const testAws = await TestAws.open({ ...others, config: config + mfa })
    const { calls } = await testAws.session(['mfa', '123456'])
    expect(calls).toMatchObject([
      {
        action: 'GetSessionToken',
        SerialNumber: 'arn:aws:iam::123456789012:mfa/Bob',
        TokenCode: '123456',
      },
      { action: 'AssumeRole', RoleArn: roleArn(demoRole) },
    ])
  })

  it('runs the process once, even if GetCallerIdentity is called', async () => {
    const script = 'echo >> "$HOME/runs"; cat "$HOME/answer"'
    const files = { answer: JSON.stringify(bobsAnswer) }
    const testAws = await TestAws.open({ credentials: '', config: config(script), files })
    const { calls } = await testAws.session(['p', noMfaRole.name])
    expect(calls.map(({ action }) => action)).toEqual(['GetCallerIdentity', 'AssumeRole'])
    expect(readFileSync(join(testAws.home.path, 'runs'), 'utf8')).toBe('\n')
  })
})

describe('the process', () => {
  it('runs without a shell', async () => {
    const print = 'require("fs").writeFileSync("argv", JSON.stringify(process.argv.slice(1)))'
    const line = `${process.execPath} -e '${print}' $HOME ~ "a  b" | * ; touch\\ x $(id)`
    const testAws = await TestAws.open({ config: `[profile p]\ncredential_process = ${line}\n` })
    await testAws.assume(['p'], { cwd: testAws.home.path })
    expect(JSON.parse(readFileSync(join(testAws.home.path, 'argv'), 'utf8'))).toEqual([
      ...['$HOME', '~', 'a  b', '|', '*', ';', 'touch x', '$(id)'],
    ])
  })

  it('gets the stdin of assume and the environment from before the session', async () => {
    const files = { answer: JSON.stringify(bobsAnswer) }
    const script = 'env > "$HOME/seen"; cat >> "$HOME/seen"; cat "$HOME/answer"'
    const testAws = await TestAws.open({ credentials: '', config: config(script), files })
    const held = {
      AWS_ACCESS_KEY_ID: 'ASIAOLDOLDOLDOLDOLD1',
      AWS_SECRET_ACCESS_KEY: 'old',
      ASSUME_KEY_ID: 'ASIAOLDOLDOLDOLDOLD1',
      ASSUME_ROLE: 'old',
      ASSUME_SHELL: 'posix',
      __assume_saved_AWS_SESSION_TOKEN: 'before',
      MINE: 'preserved',
      AWS_CONFIG_FILE: `${testAws.home.path}/.aws/config`,
    }
    await testAws.session(['p'], { env: held, input: 'what the user types\n' })
    const seen = readFileSync(join(testAws.home.path, 'seen'), 'utf8')
    expect(seen).toContain('MINE=preserved\n')
    expect(seen).toContain('AWS_SESSION_TOKEN=before\n')
    expect(seen).toContain(`AWS_CONFIG_FILE=${testAws.home.path}/.aws/config\n`)
    expect(seen).toContain('what the user types\n')
    // With this variable, assume detects that the process runs assume for this profile again.
    const [loops = '', ...others] = seen.split('\n').filter(Boolean).sort()
    expect(loops).toMatch(/^ASSUME_CREDENTIAL_PROCESSES=\[\["p","[0-9a-f]{16}"\]\]$/)
    expect(others.join('\n')).not.toMatch(/old|assume_|ASSUME_/i)
  })

  it('can write to stderr, but its control characters are escaped', async () => {
    const { config: _, ...others } = printing(bobsAnswer)
    const script =
      'printf "touch\\tyour key \\303\\274\\n\\033]0;title\\007\\r" >&2; cat "$HOME/answer"'
    const testAws = await TestAws.open({ ...others, config: config(script) })
    const { stderr, exitCode } = await testAws.assume(['p'])
    expect({ stderr, exitCode }).toEqual({
      stderr: 'touch\tyour key ü\n\\x1b]0;title\\x07\\x0d',
      exitCode: 0,
    })
  })

  it('succeeds if the stderr of assume is closed', async () => {
    const files = { answer: JSON.stringify(bobsAnswer) }
    const script = 'cat >&2; echo noise >&2; cat "$HOME/answer"'
    const testAws = await TestAws.open({ credentials: '', config: config(script), files })
    const run = execa(process.execPath, [program, 'p', '--format', 'process'], {
      env: { PATH: process.env.PATH ?? '', ...testAws.home.env },
      extendEnv: false,
      reject: false,
      buffer: { stderr: false },
    })
    run.stderr.destroy()
    run.stdin.end('noise')
    expect(JSON.parse((await run).stdout)).toEqual(bobsAnswer)
  })

  it('ends at Ctrl-C, and assume exits with 130', async () => {
    const script = 'echo $$ >"$HOME/new"; mv "$HOME/new" "$HOME/pid"; exec sleep 600'
    const testAws = await TestAws.open({ config: config(script) })
    const run = execa(process.execPath, [program, 'p'], {
      env: { PATH: process.env.PATH ?? '', ...testAws.home.env },
      extendEnv: false,
      reject: false,
      stripFinalNewline: false,
      detached: true,
    })
    const file = join(testAws.home.path, 'pid')
    await expect.poll(() => existsSync(file), { interval: 5, timeout: 10_000 }).toBe(true)
    // The program is in the process group of assume, or leads one of its own.
    const groups = [`${run.pid}`, readFileSync(file, 'utf8').trim()]
    onTestFinished(async () => {
      for (const group of await runningGroups(groups)) process.kill(-Number(group), 'SIGKILL')
    })
    process.kill(-(run.pid ?? 0), 'SIGINT')
    const { stdout, exitCode } = await run
    expect({ stdout, exitCode }).toEqual({ stdout: '(exit 130);\n', exitCode: 130 })
    await expect.poll(() => runningGroups(groups), { timeout: 10_000 }).toEqual([])
  })
})

/** Expects an error that shows none of the output, which may contain a secret in the wrong place. */
async function refused(files: Parameters<typeof TestAws.open>[0], message: string) {
  const testAws = await TestAws.open(files)
  for (const target of ['p', 'prod']) {
    const { stdout, stderr, exitCode, calls } = await testAws.assume([target, '--debug'])
    expect({ stdout, exitCode, calls }).toEqual({ stdout: '(exit 1);\n', exitCode: 1, calls: [] })
    expect(stderr).toContain(`assume: credential_process of "p" (~/.aws/config:2) ${message}`)
    expect(stderr).not.toContain(secret)
    expect(stderr).not.toMatch(/rm -rf|PWNED|\p{Cc}(?<!\n)/u)
  }
}

describe('an invalid answer is rejected and not shown:', () => {
  const hostile = "AKIA'; rm -rf ~ #"

  it.each<[string, unknown, string]>([
    ['nothing', '', 'printed no JSON object\n'],
    ['text that is not JSON', `${secret}\n`, 'printed no JSON object\n'],
    ['a JSON array', [session], 'printed no JSON object\n'],
    ['JSON null', 'null', 'printed no JSON object\n'],
    ['truncated JSON', JSON.stringify(session).slice(0, -9), 'printed no JSON object\n'],
    ['no version', { ...session, Version: undefined }, 'printed an answer of no Version that we'],
    ['version "1"', { ...session, Version: '1' }, 'printed an answer of no Version that we know'],
    ['version 2', { ...session, Version: 2 }, 'printed an answer of Version 2, and 1 is the only'],
    ['no key id', { ...session, AccessKeyId: undefined }, 'printed no AccessKeyId\n'],
    ['no secret', { ...session, SecretAccessKey: '' }, 'printed no SecretAccessKey\n'],
    [
      'a number as the AccessKeyId',
      { ...session, AccessKeyId: 1 },
      'printed an answer whose AccessKeyId is not text\n',
    ],
    [
      'an object as the SessionToken',
      { ...session, SessionToken: {} },
      'printed an answer whose SessionToken is not text\n',
    ],
    [
      'an AccessKeyId of two lines',
      { ...session, AccessKeyId: `${hostile}\n` },
      'printed an answer whose AccessKeyId holds a line feed\n',
    ],
    [
      'a SecretAccessKey of two lines',
      { ...session, SecretAccessKey: `${hostile}\n` },
      'printed an answer whose SecretAccessKey holds a line feed\n',
    ],
    [
      'a SessionToken of two lines',
      { ...session, SessionToken: `${hostile}\n` },
      'printed an answer whose SessionToken holds a line feed\n',
    ],
    [
      'shell code as the AccountId',
      { ...session, AccountId: hostile },
      'printed an answer whose AccountId is not one\n',
    ],
    [
      'shell code as the Expiration',
      { ...session, Expiration: '$(id)' },
      'printed an answer whose Expiration is not one\n',
    ],
    [
      'control characters in the AccessKeyId',
      { ...session, AccessKeyId: '\x1b[2J' },
      'printed an answer whose AccessKeyId holds a control character (U+001B)\n',
    ],
    [
      'an Expiration without a time zone',
      { ...session, Expiration: '2040-01-31T12:00:00' },
      'printed an answer whose Expiration is not one\n',
    ],
    [
      'an Expiration that is not a valid time',
      { ...session, Expiration: '2040-13-31T12:00:00Z' },
      'printed an answer whose Expiration is not one\n',
    ],
    [
      'an Expiration in the past',
      { ...session, Expiration: '2020-01-31T12:00:00Z' },
      'printed keys that ended at 2020-01-31T12:00:00.000Z, and here it is 20',
    ],
    ['binary data', '\udcff\0\x80', 'printed no JSON object\n'],
  ])('%s', (_, answer, message) => refused(printing(answer), message))

  it('10 MB', () =>
    refused(
      { credentials: '', config: config('yes PWNED | head -c 10000000') },
      'printed more than a megabyte, which is no answer\n',
    ))
})

describe('a process that fails', () => {
  const line = (command: string) => ({
    credentials: '',
    config: `[profile p]\ncredential_process = ${command}\n[profile prod]\nrole_arn = ${roleArn(noMfaRole)}\nsource_profile = p\n`,
  })

  it.each<[string, Parameters<typeof TestAws.open>[0], string]>([
    ['with an exit status', line(`sh -c 'echo ${secret}; exit 3'`), 'ended with status 3\n'],
    ['by a signal', line(`sh -c 'kill -9 $$'`), 'was ended by SIGKILL\n'],
    [
      'that does not exist',
      line('/nonexistent/program x'),
      'cannot be run: there is no such program\n',
    ],
    ['that is not on PATH', line('no-such-program-anywhere'), 'cannot be run: there is no such'],
    ['that is not executable', line('/etc/passwd'), 'cannot be run: it is not executable\n'],
    ['with an open quote', line(`sh -c 'echo`), 'is no command: it is empty, or a quote in it is'],
    ['that is empty', line(''), 'is no command: it is empty, or a quote in it is not closed\n'],
    [
      'that is an empty quoted string',
      line("''"),
      'is no command: it is empty, or a quote in it is not clos',
    ],
  ])('%s is reported', (_, files, message) => refused(files, message))

  it('shows its own message before the error of assume', async () => {
    const testAws = await TestAws.open(line(`sh -c 'echo "no card in the reader" >&2; exit 1'`))
    expect(await testAws.assume(['p'])).toMatchObject({
      stderr:
        'no card in the reader\nassume: credential_process of "p" (~/.aws/config:2) ended with status 1\n',
    })
  })
})

describe('the debug output', () => {
  it('does not show the command line, which may contain a password', async () => {
    const testAws = await TestAws.open({
      credentials: keysOf(bob, 'other'),
      config: config(`: ${secret}; cat "$HOME/answer"`),
      files: { answer: JSON.stringify(bobsAnswer) },
    })
    const { stderr } = await testAws.assume(['prod', '--debug', '--format', 'process'])
    expect(stderr).toContain('"kind":"credential-process","profile":"p"')
    expect(stderr).not.toContain(secret)
  })
})

describe.skipIf(noBotocore)('botocore', () => {
  it.each([
    ['p', userArn(bob)],
    ['prod', `arn:aws:sts::123456789012:assumed-role/${noMfaRole.name}/me`],
  ])('gives the profile %s the same identity', async (profile, arn) => {
    // The AWS CLI requests the duration_seconds of the profile, as it does with access keys of a user.
    const testAws = await TestAws.open(printing(bobsAnswer))
    expect(await callerByBotocore(profile, testAws.home.env)).toBe(arn)
    const variables = await evaluated((await testAws.assume([profile])).stdout)
    expect(await testAws.callerOf(variables)).toBe(arn)
  })
})
