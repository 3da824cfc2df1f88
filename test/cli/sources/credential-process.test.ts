import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn, userArn } from 'aws-stand-in'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { bob, demoRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { callerByBotocore, noBotocore } from '../../support/aws/botocore.ts'
import { keysOf } from '../../support/home.ts'
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

/** Profile `p` with a process that the shell runs, and `prod`, a role that it is the source of. */
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
  it('has the keys that it prints', async () => {
    const testAws = await TestAws.open(printing(bobsAnswer))
    const { stdout, stderr, exitCode, calls } = await testAws.assume(['p'])
    expect({ stderr, exitCode, calls }).toEqual({ stderr: '', exitCode: 0, calls: [] })
    const variables = await evaluated(stdout)
    expect(variables).toMatchObject({ AWS_ACCESS_KEY_ID: bobsKey.accessKeyId, ASSUME_ROLE: 'p' })
    expect(variables).not.toHaveProperty('AWS_SESSION_TOKEN')
    expect(await testAws.callerOf(variables)).toBe(userArn(bob))
  })

  it('has a session with its token, end and account', async () => {
    const testAws = await TestAws.open(printing(session))
    const run = await testAws.session(['p'])
    expect(run.session).toEqual({ ...session, Expiration: '2040-01-31T12:00:00Z' })
  })

  it.each([
    ['is in the profile', bobsAnswer, '123456789012'],
    [
      'is in the answer, which goes first',
      { ...bobsAnswer, AccountId: '210987654321' },
      '210987654321',
    ],
  ])('has the account that %s', async (_, answer, AccountId) => {
    const testAws = await TestAws.open(printing(answer, 'aws_account_id = 123456789012'))
    expect((await testAws.session(['p'])).session).toMatchObject({ AccountId })
  })

  it('may write its account as a number, which is ignored, and that is said', async () => {
    const testAws = await TestAws.open(printing({ ...session, AccountId: 123456789012 }))
    const run = await testAws.session(['p'])
    expect(run.session.AccessKeyId).toBe(session.AccessKeyId)
    expect(run.session).not.toHaveProperty('AccountId')
    expect(run.stderr).toMatch(
      /^assume: warning: credential_process of "p" \(.*\) printed an AccountId that is a number and not a string: it is ignored\n$/,
    )
  })

  it.each(['2040-01-31 12:00:00 UTC', '2040-01-31T12:00:00UTC'])(
    'may write its end as %j, as the AWS CLI takes it',
    async (Expiration) => {
      const testAws = await TestAws.open(printing({ ...session, Expiration }))
      const run = await testAws.session(['p'])
      expect(run.session.Expiration).toBe('2040-01-31T12:00:00Z')
    },
  )

  it('takes null and nothing for a part that is not there', async () => {
    const answer = { ...bobsAnswer, SessionToken: '', Expiration: null, AccountId: null }
    const testAws = await TestAws.open(printing(answer))
    expect((await testAws.session(['p'])).session).toEqual(bobsAnswer)
  })

  it('goes before keys that stand beside it in the config file', async () => {
    const others = 'aws_access_key_id = AKIAOTHEROTHEROTHER1\naws_secret_access_key = other'
    const testAws = await TestAws.open(printing(bobsAnswer, others))
    expect((await testAws.session(['p'])).session.AccessKeyId).toBe(bobsKey.accessKeyId)
  })

  it.each([
    ['--duration', '2h'],
    ['--session-name', 'me'],
    ['--external-id', 'some-id'],
  ])('cannot honour %s, and is not run', async (option, value) => {
    const testAws = await TestAws.open({ config: config('touch "$HOME/ran"') })
    const { stdout, stderr, exitCode } = await testAws.assume(['p', option, value])
    expect({ stdout, exitCode }).toEqual({ stdout: '(exit 2);\n', exitCode: 2 })
    expect(stderr).toContain(`${option} cannot be used with a profile without a role`)
    expect(existsSync(join(testAws.home.path, 'ran'))).toBe(false)
  })
})

describe('a role whose source has a credential_process', () => {
  it('is assumed with its keys', async () => {
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

  it('runs the process once, also if AWS is asked whose keys they are', async () => {
    const script = 'echo >> "$HOME/runs"; cat "$HOME/answer"'
    const files = { answer: JSON.stringify(bobsAnswer) }
    const testAws = await TestAws.open({ credentials: '', config: config(script), files })
    const { calls } = await testAws.session(['p', noMfaRole.name])
    expect(calls.map(({ action }) => action)).toEqual(['GetCallerIdentity', 'AssumeRole'])
    expect(readFileSync(join(testAws.home.path, 'runs'), 'utf8')).toBe('\n')
  })
})

describe('the process', () => {
  it('is run by no shell', async () => {
    const print = 'require("fs").writeFileSync("argv", JSON.stringify(process.argv.slice(1)))'
    const line = `${process.execPath} -e '${print}' $HOME ~ "a  b" | * ; touch\\ x $(id)`
    const testAws = await TestAws.open({ config: `[profile p]\ncredential_process = ${line}\n` })
    await testAws.assume(['p'], { cwd: testAws.home.path })
    expect(JSON.parse(readFileSync(join(testAws.home.path, 'argv'), 'utf8'))).toEqual([
      ...['$HOME', '~', 'a  b', '|', '*', ';', 'touch x', '$(id)'],
    ])
  })

  it('sees the environment as it was before us, and our stdin', async () => {
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
    // By which it would be known, should it run us for this profile again.
    const [loops = '', ...others] = seen.split('\n').filter(Boolean).sort()
    expect(loops).toMatch(/^ASSUME_CREDENTIAL_PROCESSES=\[\["p","[0-9a-f]{16}"\]\]$/)
    expect(others.join('\n')).not.toMatch(/old|assume_|ASSUME_/i)
  })

  it('is heard on stderr, but cannot steer the terminal', async () => {
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

  it('goes on where nobody listens to it', async () => {
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

  it('ends with us at Ctrl-C', async () => {
    const testAws = await TestAws.open({ config: config('touch "$HOME/runs"; exec sleep 600') })
    const run = execa(process.execPath, [program, 'p'], {
      env: { PATH: process.env.PATH ?? '', ...testAws.home.env },
      extendEnv: false,
      reject: false,
      stripFinalNewline: false,
      detached: true,
    })
    const runs = () => existsSync(join(testAws.home.path, 'runs'))
    await expect.poll(runs, { interval: 5, timeout: 10_000 }).toBe(true)
    process.kill(-(run.pid ?? 0), 'SIGINT')
    const { stdout, exitCode } = await run
    expect({ stdout, exitCode }).toEqual({ stdout: '(exit 130);\n', exitCode: 130 })
  })
})

/** Nothing of the output is shown: it may be a secret in the wrong place. */
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

describe('an answer that is none is refused, and not shown:', () => {
  const hostile = "AKIA'; rm -rf ~ #"

  it.each<[string, unknown, string]>([
    ['nothing', '', 'printed no JSON object\n'],
    ['no JSON', `${secret}\n`, 'printed no JSON object\n'],
    ['a list', [session], 'printed no JSON object\n'],
    ['null', 'null', 'printed no JSON object\n'],
    ['half', JSON.stringify(session).slice(0, -9), 'printed no JSON object\n'],
    ['no version', { ...session, Version: undefined }, 'printed an answer of no Version that we'],
    ['version "1"', { ...session, Version: '1' }, 'printed an answer of no Version that we know'],
    ['version 2', { ...session, Version: 2 }, 'printed an answer of Version 2, and 1 is the only'],
    ['no key id', { ...session, AccessKeyId: undefined }, 'printed no AccessKeyId\n'],
    ['no secret', { ...session, SecretAccessKey: '' }, 'printed no SecretAccessKey\n'],
    [
      'a number',
      { ...session, AccessKeyId: 1 },
      'printed an answer whose AccessKeyId is not text\n',
    ],
    [
      'an object',
      { ...session, SessionToken: {} },
      'printed an answer whose SessionToken is not text\n',
    ],
    [
      'two lines for a key id',
      { ...session, AccessKeyId: `${hostile}\n` },
      'printed an answer whose AccessKeyId holds a line feed\n',
    ],
    [
      'two lines for a secret',
      { ...session, SecretAccessKey: `${hostile}\n` },
      'printed an answer whose SecretAccessKey holds a line feed\n',
    ],
    [
      'two lines for a token',
      { ...session, SessionToken: `${hostile}\n` },
      'printed an answer whose SessionToken holds a line feed\n',
    ],
    [
      'code for an account',
      { ...session, AccountId: hostile },
      'printed an answer whose AccountId is not one\n',
    ],
    [
      'code for a time',
      { ...session, Expiration: '$(id)' },
      'printed an answer whose Expiration is not one\n',
    ],
    [
      'control characters',
      { ...session, AccessKeyId: '\x1b[2J' },
      'printed an answer whose AccessKeyId holds a control character (U+001B)\n',
    ],
    [
      'a time of no zone',
      { ...session, Expiration: '2040-01-31T12:00:00' },
      'printed an answer whose Expiration is not one\n',
    ],
    [
      'a time that is none',
      { ...session, Expiration: '2040-13-31T12:00:00Z' },
      'printed an answer whose Expiration is not one\n',
    ],
    [
      'an end that was',
      { ...session, Expiration: '2020-01-31T12:00:00Z' },
      'printed keys that ended at 2020-01-31T12:00:00.000Z, and here it is 20',
    ],
    ['bytes', '\udcff\0\x80', 'printed no JSON object\n'],
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
    ['by its status', line(`sh -c 'echo ${secret}; exit 3'`), 'ended with status 3\n'],
    ['by a signal', line(`sh -c 'kill -9 $$'`), 'was ended by SIGKILL\n'],
    [
      'that is not there',
      line('/nonexistent/program x'),
      'cannot be run: there is no such program\n',
    ],
    [
      'that is nowhere on PATH',
      line('no-such-program-anywhere'),
      'cannot be run: there is no such',
    ],
    ['that is no program', line('/etc/passwd'), 'cannot be run: it is not executable\n'],
    ['with an open quote', line(`sh -c 'echo`), 'is no command: it is empty, or a quote in it is'],
    ['that is empty', line(''), 'is no command: it is empty, or a quote in it is not closed\n'],
    ['that is two quotes', line("''"), 'is no command: it is empty, or a quote in it is not clos'],
  ])('%s says so', (_, files, message) => refused(files, message))

  it('has said why itself', async () => {
    const testAws = await TestAws.open(line(`sh -c 'echo "no card in the reader" >&2; exit 1'`))
    expect(await testAws.assume(['p'])).toMatchObject({
      stderr:
        'no card in the reader\nassume: credential_process of "p" (~/.aws/config:2) ended with status 1\n',
    })
  })
})

describe('the debug output', () => {
  it('shows no word of the command, which may be a password', async () => {
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
  ])('comes to the same identity for %s', async (profile, arn) => {
    // The AWS CLI asks for the hours that the profile names, as it does with keys of a user.
    const testAws = await TestAws.open(printing(bobsAnswer))
    expect(await callerByBotocore(profile, testAws.home.env)).toBe(arn)
    const variables = await evaluated((await testAws.assume([profile])).stdout)
    expect(await testAws.callerOf(variables)).toBe(arn)
  })
})
