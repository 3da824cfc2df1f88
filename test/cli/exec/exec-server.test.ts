import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { fromHttp } from '@aws-sdk/credential-provider-http'
import { roleArn } from 'aws-stand-in'
import { execa } from 'execa'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bob, demoRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { noBotocore } from '../../support/aws/botocore.ts'
import { type Ask, answer, isOpen } from '../../support/aws/local-server.ts'
import { callerIn } from '../../support/aws/sdk-here.ts'
import { keysOf } from '../../support/home.ts'
import { printedVariables } from '../../support/printed-variables.ts'
import { runProgram } from '../../support/processes/run-program.ts'
import { program } from '../../support/program.ts'
import { isInstalled } from '../../support/shells/shells.ts'
import { Terminal } from '../../support/terminal/pty.ts'
import { expectClean, TestAws } from '../../support/test-aws.ts'

const config = `[profile prod]
role_arn = ${roleArn(noMfaRole)}
source_profile = Bob
role_session_name = Bob
region = eu-west-1
output = yaml
external_id = secret-id
s3 =
  addressing_style = path

[profile guarded]
role_arn = ${roleArn(demoRole)}
source_profile = Bob
role_session_name = Bob
mfa_serial = arn:aws:iam::123456789012:mfa/Bob

[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY
`

const open = () => TestAws.open({ config, credentials: `${keysOf(bob)}${keysOf(bob, 'default')}` })

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'

/** Runs a program with exec --server, and checks that no file stays in the folder for runtime files. */
async function served(
  testAws: TestAws,
  words: readonly string[],
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const result = await runProgram([...ours, 'exec', '--server', ...words, '--', ...command], {
    env: { ...envIn(testAws), ...env },
    detached: true,
  })
  expectClean(result.stderr)
  expect(left(testAws)).toEqual([])
  return result
}

const envIn = ({ home }: TestAws) => ({
  PATH: process.env.PATH ?? '',
  ...home.env,
  XDG_RUNTIME_DIR: home.path,
})

const left = (testAws: TestAws) =>
  readdirSync(testAws.home.path).filter((name) => name.startsWith('assume-exec-'))

const ours = [process.execPath, program]

const byBotocore = `
import sys, time
from botocore.session import Session
session = Session()
sts = session.create_client('sts')
seen = set()
while len(seen) < int(sys.argv[1]):
    time.sleep(0.05)
    arn = sts.get_caller_identity()['Arn']
    key = session.get_credentials().get_frozen_credentials().access_key
    if key not in seen:
        print(key, arn, session.get_credentials().method, session.get_config_variable('region'))
    seen.add(key)
`

/** The variables with which `exec` passes credentials, and `exec --server` the address of the server. */
const ofCredentials =
  /^(AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|CREDENTIAL_EXPIRATION|CONTAINER_\w+|CONFIG_FILE|SHARED_CREDENTIALS_FILE|SDK_LOAD_CONFIG)|ASSUME_(EXPIRES|KEY_ID|REQUEST|PREVIOUS))=/

const settingsOfBotocore = `
from botocore.session import Session
session = Session()
names = 'region ca_bundle max_attempts s3 use_fips_endpoint use_dualstack_endpoint retry_mode'.split()
print({name: session.get_config_variable(name) for name in names})
`

const arn = 'arn:aws:sts::123456789012:assumed-role/demo-no-mfa-role/Bob'

describe('exec --server', () => {
  it('gives the program the endpoint and the settings, but no credentials', async () => {
    const testAws = await open()
    const { stdout, stderr, exitCode } = await served(testAws, ['prod'], ['sh', '-c', showAll], {
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI',
      AWS_PROFILE: 'default',
      AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere',
    })
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    const [variables = '', modes, settings] = stdout.split('\n---\n')
    expect(variables.split('\n').sort()).toEqual([
      'ASSUME_ROLE=prod',
      'ASSUME_SETTINGS=AWS_REGION AWS_DEFAULT_REGION',
      'AWSUME_PROFILE=prod',
      'AWS_ACCOUNT_ID=123456789012',
      expect.stringMatching(/^AWS_CONFIG_FILE=\/.*\/config$/),
      expect.stringMatching(/^AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=\/.*\/token$/),
      expect.stringMatching(
        /^AWS_CONTAINER_CREDENTIALS_FULL_URI=http:\/\/127\.0\.0\.1:\d+\/credentials$/,
      ),
      'AWS_DEFAULT_REGION=eu-west-1',
      `AWS_ENDPOINT_URL_STS=${testAws.aws.url}`,
      'AWS_REGION=eu-west-1',
      'AWS_SDK_LOAD_CONFIG=1',
      'AWS_SHARED_CREDENTIALS_FILE=/dev/null',
    ])
    expect(modes).toBe('600 600 700 43')
    const section = 'region = eu-west-1\noutput = yaml\ns3 =\n  addressing_style = path\n'
    expect(settings).toBe(`[default]\n${section}\n[profile prod]\n${section}`.trimEnd())
  })

  const ca = '/etc/ssl/certs/ca-certificates.crt'
  const bare = `[profile bare]\nrole_arn = ${roleArn(noMfaRole)}\nsource_profile = Bob\n`
  const rich = `${bare.replace('bare', 'rich')}region = eu-west-1
ca_bundle = ~/own.pem
use_fips_endpoint = true
use_dualstack_endpoint = true
services = local
[services local]
dynamodb =
  endpoint_url = http://localhost:8000
`
  const defaults = `[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY
region = ap-south-1
ca_bundle = ${ca}
max_attempts = 7
s3 =
  addressing_style = path
`
  const targets: readonly (readonly [string, readonly string[]])[] = [
    ['a profile with settings', ['rich']],
    ['a profile without settings', ['bare']],
    ['USER ROLE', ['Bob', noMfaRole.name]],
    ['USER ROLE --region', ['Bob', noMfaRole.name, '--region', 'us-west-2']],
    ['a role by its ARN', [roleArn(noMfaRole), '--source-profile', 'Bob']],
  ]

  /** What a program sees with `exec`, and with `exec --server`: the variables and botocore's settings. */
  async function bothWays(words: readonly string[]) {
    const testAws = await TestAws.open({ config: `${bare}${rich}${defaults}` })
    const botocore = noBotocore ? '' : 'exec python3 -c "$1"'
    const command = ['sh', '-c', `env; echo ---; ${botocore}`, 'sh', settingsOfBotocore]
    const byServer = await served(testAws, words, command)
    const env = { PATH: process.env.PATH ?? '', XDG_RUNTIME_DIR: testAws.home.path }
    const byExec = await testAws.assume(['exec', ...words, '--', ...command], { env })
    expect([byServer.exitCode, byExec.exitCode]).toEqual([0, 0])
    return [byExec, byServer].map(({ stdout }) => {
      const [variables = '', settings] = stdout.trimEnd().split('\n---\n')
      return { variables, settings }
    })
  }

  /** The results by target, because two tests use each target. */
  const ran = new Map<readonly string[], ReturnType<typeof bothWays>>()
  const seen = (words: readonly string[]) => {
    const run = ran.get(words) ?? bothWays(words)
    ran.set(words, run)
    return run
  }

  it.each(targets)('sets the same variables as exec, except credentials: %s', async (_, words) => {
    const [byExec = '', byServer = ''] = (await seen(words)).map(({ variables }) => variables)
    const others = (text: string) =>
      text
        .split('\n')
        .filter((line) => !ofCredentials.test(line))
        .sort()
    expect(others(byServer)).toEqual(others(byExec))
    expect(others(byExec).join('\n')).toContain('AWSUME_PROFILE=')
  })

  it.skipIf(noBotocore).each(targets)(
    'gives botocore the same settings as exec: %s',
    async (_, words) => {
      const [byExec, byServer] = (await seen(words)).map(({ settings }) => settings)
      expect(byServer).toBe(byExec)
      expect(byExec).toContain("'max_attempts': 7")
    },
  )

  it('sets the token in a variable with --token-variable, for old SDKs', async () => {
    const testAws = await open()
    const { stdout } = await served(testAws, ['--token-variable', 'prod'], ['env'])
    expect(stdout).toMatch(/^AWS_CONTAINER_AUTHORIZATION_TOKEN=[\w-]{43}$/m)
    expect(stdout).not.toContain('TOKEN_FILE')
  })

  it('gives the JavaScript SDK the credentials of several sessions, renewed in time', async () => {
    const testAws = await open()
    testAws.aws.faults.lifetimeSeconds = 3
    const { url, file, end } = await waiting(testAws)
    const credentials = fromHttp({
      awsContainerCredentialsFullUri: url,
      awsContainerAuthorizationTokenFile: file,
    })
    const sts = new STSClient({ region: 'us-east-1', endpoint: testAws.aws.url, credentials })
    const seen = new Set<string | undefined>()
    while (seen.size < 4) {
      await setTimeout(50)
      expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(arn)
      seen.add((await sts.config.credentials()).accessKeyId)
    }
    await end()
  })

  it.skipIf(noBotocore)('gives botocore the credentials of several sessions', async () => {
    const testAws = await open()
    testAws.aws.faults.lifetimeSeconds = 3
    const { stdout, stderr, exitCode } = await served(
      testAws,
      ['prod'],
      ['python3', '-c', byBotocore, '3'],
    )
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    const line = expect.stringMatching(new RegExp(`^ASIA\\w+ ${arn} container-role eu-west-1$`))
    expect(stdout.split('\n')).toEqual([line, line, line])
  })

  it.skipIf(!isInstalled('aws'))(
    'gives the AWS CLI the session, although the files contain other credentials',
    async () => {
      const testAws = await open()
      const identity = ['aws', 'sts', 'get-caller-identity', '--output', 'text', '--query', 'Arn']
      const { stdout, stderr, exitCode } = await served(testAws, ['prod'], identity)
      expect({ stdout, stderr, exitCode }).toEqual({ stdout: arn, stderr: '', exitCode: 0 })
    },
  )

  it('gives the JavaScript SDK the session, although the files contain other credentials', async () => {
    const { environment, end } = await waiting(await open())
    expect(await callerIn(environment)).toBe(arn)
    await end()
  })

  it('answers parallel requests with valid credentials, and renews each session once', async () => {
    const testAws = await open()
    testAws.aws.faults.lifetimeSeconds = 3
    const { ask, end } = await waiting(testAws)
    const seen = new Set<string>()
    while (seen.size < 4) {
      const answers = await Promise.all(Array.from({ length: 20 }, ask))
      for (const { status, body } of answers) {
        expect({ status, ...body }).toMatchObject({
          status: 200,
          AccountId: '123456789012',
          Token: expect.stringMatching(/./),
        })
        expect(new Date(body.Expiration).getTime()).toBeGreaterThan(Date.now())
        seen.add(body.AccessKeyId)
      }
    }
    await end()
    expect(testAws.aws.calls.filter(({ action }) => action === 'AssumeRole')).toHaveLength(4)
  })

  it('warns once if renewal needs a code, and answers 400 after the session expires', async () => {
    const testAws = await open()
    testAws.aws.faults.lifetimeSeconds = 2
    const { ask, run } = await waiting(testAws, ['guarded', '123456'])
    let answered = await ask()
    while (answered.status === 200) answered = await ask()
    const again = await ask()
    const why =
      'a code of the MFA device arn:aws:iam::123456789012:mfa/Bob is needed, and nobody is asked for it to renew a session'
    expect(answered).toEqual({
      status: 400,
      body: { Code: 'CredentialsUnavailable', Message: why },
    })
    expect(again.status).toBe(400)
    run.kill('SIGTERM')
    const { stderr, exitCode } = await run
    expect(exitCode).toBe(143)
    expect(stderr.match(/^assume: warning: the session of guarded is not renewed/gm)).toHaveLength(
      1,
    )
    expect(stderr).toContain(
      '  hint: to give the program new keys, run in another terminal: assume guarded',
    )
  })

  it('serves the session that the user gets in another terminal', async () => {
    const testAws = await open()
    testAws.aws.faults.lifetimeSeconds = 2
    const { ask, run } = await waiting(testAws, ['guarded', '123456'])
    while ((await ask()).status === 200);
    delete testAws.aws.faults.lifetimeSeconds
    await testAws.session(['guarded', '--token-code', '123457'])
    while ((await ask()).status !== 200);
    run.kill('SIGTERM')
    expect(await run).toMatchObject({ exitCode: 143 })
  })

  it('refuses credentials that never expire', async () => {
    const testAws = await open()
    expect(await served(testAws, ['Bob'], ['env'])).toMatchObject({
      stdout: '',
      stderr:
        'assume: the keys of Bob never expire, so there is nothing to renew\n  hint: assume exec, without --server',
      exitCode: 1,
    })
  })

  it('does not start the program if it cannot create the folder of the token', async () => {
    const testAws = await open()
    const { stdout, stderr, exitCode } = await served(testAws, ['prod'], ['env'], {
      XDG_RUNTIME_DIR: '/nonexistent',
    })
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
    expect(stderr).toContain(
      'no folder for the token of --server can be made in /nonexistent (ENOENT)',
    )
  })
})

const showAll = `
env | grep -E '^(AWS|ASSUME|__assume)'; echo ---
token=$AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE
echo $(stat -c %a $token $AWS_CONFIG_FILE \${token%/*}) $(wc -c <$token); echo ---
cat $AWS_CONFIG_FILE
`

/** Starts a program that waits, and returns its environment and how to request its credentials. */
async function waiting(testAws: TestAws, words: readonly string[] = ['prod']) {
  const wait = 'env -0; printf "PID=%s\\0\\0" $$; exec sleep 1000'
  const run = execa(
    process.execPath,
    [program, 'exec', '--server', ...words, '--', 'sh', '-c', wait],
    { env: envIn(testAws), extendEnv: false, reject: false, detached: true },
  )
  onTestFinished(() => void run.kill())
  const environment = await new Promise<string>((read) => {
    let text = ''
    run.stdout.on('data', (data) => {
      text += data
      if (text.endsWith('\0\0')) read(text)
    })
  })
  const variables = new Map(printedVariables(environment))
  const url = variables.get('AWS_CONTAINER_CREDENTIALS_FULL_URI') ?? ''
  const file = variables.get('AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE') ?? ''
  const port = Number(new URL(url).port)
  const token = file && readFileSync(file, 'utf8')
  return {
    environment,
    url,
    file,
    port,
    token,
    folder: join(file, '..'),
    pid: Number(variables.get('PID')),
    run,
    /** Requests the credentials after 50 ms, as a program that does so 20 times a second. */
    async ask() {
      await setTimeout(50)
      const { status, body } = await answer({ port }, { headers: { Authorization: token } })
      return { status, body: JSON.parse(body) }
    },
    async end() {
      run.kill('SIGTERM')
      expect(await run).toMatchObject({ stderr: '', exitCode: 143 })
    },
  }
}

describe('the server of exec --server', () => {
  it('refuses requests without the token, with another Host or with an Origin', async () => {
    const testAws = await open()
    const served = await waiting(testAws)
    const { token, port, run } = served
    const Authorization = token
    const good = await answer(served, { headers: { Authorization } })
    expect(good.status).toBe(200)
    expect(JSON.parse(good.body)).toMatchObject({ AccountId: '123456789012' })
    expect(JSON.stringify(good.headers)).not.toMatch(/access-control|location|set-cookie/i)

    const hostile: readonly [number, Ask][] = [
      [401, { headers: { Authorization: `${token}x` } }],
      [401, { headers: { Authorization: token.slice(1) } }],
      [401, { headers: { Authorization: `Bearer ${token}` } }],
      [401, { path: `/credentials?token=${token}` }],
      [401, { path: '/' }],
      [401, { path: '/', headers: { Authorization: 'x' } }],
      [401, { method: 'POST' }],
      [403, { headers: { Authorization, Host: `evil.example:${port}` } }],
      [403, { headers: { Authorization, Host: `localhost:${port}` } }],
      [403, { headers: { Authorization, Host: 'localhost' } }],
      [403, { headers: { Authorization, Host: '127.0.0.1.' } }],
      [403, { headers: { Authorization, Host: `127.0.0.1:${port + 1}` } }],
      [403, { headers: { Authorization, Host: '127.0.0.1.evil.example' } }],
      [403, { headers: { Authorization, Host: '127.0.0.2' } }],
      [403, { headers: { Authorization, Host: '[::1]' } }],
      [403, { headers: { Host: 'localhost' } }],
      [403, { headers: { Authorization, Origin: 'https://evil.example' } }],
      [403, { headers: { Authorization, Origin: 'null' } }],
      [
        403,
        {
          method: 'OPTIONS',
          headers: { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'GET' },
        },
      ],
      [404, { method: 'POST', headers: { Authorization } }],
      [404, { path: '/', headers: { Authorization } }],
      [404, { path: '/credentials/../x', headers: { Authorization } }],
    ]
    for (const [status, ask] of hostile) {
      const { status: got, body, headers } = await answer(served, ask)
      expect({ ask, status: got }).toEqual({ ask, status })
      expect(Object.keys(JSON.parse(body))).toEqual(['Code', 'Message'])
      expect(body).not.toContain(token)
      expect(JSON.stringify(headers)).not.toMatch(/access-control|location/i)
    }
    await expect(
      answer(served, { headers: { Authorization: 'x'.repeat(100_000) } }),
    ).rejects.toThrow()
    expect((await answer(served, { headers: { Authorization } })).status).toBe(200)
    run.kill('SIGTERM')
    const { stdout, stderr } = await run
    expect(`${stdout}`.split('\n')).toHaveLength(1)
    expect(stderr).toBe('')
  })

  it('answers a request whose Host has no port, as the AWS CRT sends it', async () => {
    const testAws = await open()
    const served = await waiting(testAws)
    const headers = { Authorization: served.token, Host: '127.0.0.1' }
    expect(await answer(served, { headers })).toMatchObject({ status: 200 })
    const wrong = { Authorization: 'x', Host: '127.0.0.1' }
    expect(await answer(served, { headers: wrong })).toMatchObject({ status: 401 })
    served.run.kill('SIGTERM')
    await served.run
  })

  it.each([
    [[], 'this program is older than 2024', 'assume exec --server --token-variable'],
    [
      ['--token-variable'],
      'this program does not read AWS_CONTAINER_AUTHORIZATION_TOKEN',
      'assume exec, without --server',
    ],
  ])(
    'with %j explains a missing token in each answer, and once on stderr',
    async (words, why, instead) => {
      const testAws = await open()
      const { port, run } = await waiting(testAws, [...words, 'prod'])
      for (const headers of [{}, { Authorization: '' }]) {
        const { status, body } = await answer({ port }, { headers })
        const message = `no token was sent: ${why}; use ${instead}`
        expect({ status, message: JSON.parse(body).Message }).toEqual({ status: 401, message })
      }
      run.kill('SIGTERM')
      const { stderr } = await run
      expect(stderr).toBe(
        `assume: warning: a program requested keys without a token and got none; ${why}\n  hint: ${instead}`,
      )
    },
  )

  it('does not show its token in the output of ps', async () => {
    const testAws = await open()
    const { token, run } = await waiting(testAws)
    const { stdout } = await execa('ps', ['axww', '-o', 'args'])
    expect(stdout).toContain('exec --server prod')
    expect(stdout).not.toContain(token)
    run.kill('SIGTERM')
    await run
  })

  it.each([
    ['SIGKILL', 'the program', { exitCode: 137 }],
    ['SIGINT', 'the program', { signal: 'SIGINT' }],
    ['SIGTERM', 'us', { exitCode: 143 }],
    ['SIGHUP', 'us', { exitCode: 129 }],
  ] as const)('leaves no port, file or process after a %s to %s', async (signal, whom, end) => {
    const testAws = await open()
    const served = await waiting(testAws)
    expect(await isOpen(served.port)).toBe(true)
    if (whom === 'us') served.run.kill(signal)
    else process.kill(served.pid, signal)
    expect(await served.run).toMatchObject({ ...end, stderr: '' })
    expect(await isOpen(served.port)).toBe(false)
    expect(existsSync(served.folder)).toBe(false)
    expect(left(testAws)).toEqual([])
    expect(() => process.kill(served.pid, 0)).toThrow('ESRCH')
  })

  it('closes its port when assume is killed with SIGKILL', async () => {
    const testAws = await open()
    const served = await waiting(testAws)
    const ended = new Promise((exited) => served.run.once('exit', exited))
    served.run.kill('SIGKILL')
    await ended
    expect(await isOpen(served.port)).toBe(false)
    // The program still has the stdout of assume open, so execa waits until the program ends.
    process.kill(served.pid, 'SIGKILL')
    expect(await served.run).toMatchObject({ signal: 'SIGKILL' })
  })

  it('leaves no port, file or process when its terminal goes away', async () => {
    const testAws = await open()
    const program = 'echo "at $AWS_CONTAINER_CREDENTIALS_FULL_URI pid $$ ."; exec sleep 1000'
    const words = [...ours, 'exec', '--server', 'prod', '--', 'sh', '-c', program]
    const env = { ...testAws.home.env, XDG_RUNTIME_DIR: testAws.home.path }
    const [file = '', ...args] = words
    const terminal = Terminal.start(file, args, testAws.home.path, env)
    const shown = await terminal.waitFor(/pid \d+ \./)
    const [, port, pid] = /127\.0\.0\.1:(\d+).* pid (\d+)/.exec(shown) ?? []
    expect(await isOpen(Number(port))).toBe(true)
    terminal.hangUp()
    await terminal.exited()
    expect(await isOpen(Number(port))).toBe(false)
    expect(left(testAws)).toEqual([])
    expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH')
  })
})
