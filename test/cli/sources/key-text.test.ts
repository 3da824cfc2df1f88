import { roleArn, type User, userArn, type World } from 'aws-stand-in'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { noMfaRole } from '../../../src/demo/fixture.ts'
import { callerByBotocore, keyIdByBotocore, noBotocore } from '../../support/aws/botocore.ts'
import { TestAws } from '../../support/test-aws.ts'

const role = `[profile file]
role_arn = ${roleArn(noMfaRole)}
source_profile = stored
[profile environment]
role_arn = ${roleArn(noMfaRole)}
credential_source = Environment
`

const written = (id: string, secret: string, token?: string) =>
  [
    '[stored]',
    `aws_access_key_id = ${id}`,
    `aws_secret_access_key = ${secret}`,
    ...(token === undefined ? [] : [`aws_session_token = ${token}`]),
    '',
  ].join('\n')

const odd: readonly (readonly [string, string])[] = [
  ['hush\u200bhush', 'holds an invisible character (U+200B)'],
  ['hush\u202ehush', 'holds an invisible character (U+202E)'],
  ['hush\u0085hush', 'holds a control character (U+0085)'],
  ['hush\u001b[31m', 'holds a control character (U+001B)'],
  ['hush\thush', 'holds a tab'],
  ['hushé', 'holds a character that is not ASCII'],
]

describe.each(odd)('a key ID, secret or token that cannot be sent: %j', (value, problem) => {
  const places = [
    ['aws_access_key_id', '2', 'key id', written(value, 's')],
    ['aws_secret_access_key', '3', 'secret', written('AKIAIOSFODNN7EXAMPLE', value)],
    ['aws_session_token', '4', 'token', written('ASIAIOSFODNN7EXAMPLE', 's', value)],
  ] as const

  it.each(places)('is reported by file and line: %s', async (key, line, part, credentials) => {
    const testAws = await TestAws.open({ config: role, credentials })
    const message = `~/.aws/credentials:${line}, ${key}: the ${part} ${problem}`
    for (const target of ['file', 'stored']) {
      const { stdout, stderr, exitCode, calls } = await testAws.assume([target, '--debug'])
      expect({ stdout, exitCode, calls }).toEqual({
        stdout: '(exit 1);\n',
        exitCode: 1,
        calls: [],
      })
      expect(stderr).toContain(`assume: ${message}, so no request can be signed with it\n  hint: `)
      expect(stderr).not.toContain('hush')
    }
    const list = await testAws.assume(['list'])
    expect(list.stdout).toContain(`the ${part} ${problem}`)
    const doctor = await testAws.assume(['doctor', '--offline'])
    expect(doctor.stdout).toContain(message)
    expect(doctor.stdout).toContain('cannot work, in the AWS CLI either')
    expect(list.stdout + doctor.stdout + doctor.stderr).not.toContain('hush')
  })

  it.each([
    ['AWS_ACCESS_KEY_ID', 'key id'],
    ['AWS_SECRET_ACCESS_KEY', 'secret'],
    ['AWS_SESSION_TOKEN', 'token'],
    ['AWS_SECURITY_TOKEN', 'token'],
  ])('is reported with its variable: %s', async (name, part) => {
    const testAws = await TestAws.open({ config: role, credentials: '' })
    const env = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', [name]: value }
    for (const target of ['environment', roleArn(noMfaRole)]) {
      const { stderr, exitCode, calls } = await testAws.assume([target], { env })
      expect({ exitCode, calls }).toEqual({ exitCode: 1, calls: [] })
      expect(stderr).toContain(`assume: ${name}: the ${part} ${problem}`)
      expect(stderr).not.toContain('hush')
    }
    const { stdout } = await testAws.assume(['doctor', '--offline'], { env })
    expect(stdout).toContain(`broken   ${name}: the ${part} ${problem}`)
    expect(stdout).not.toContain('hush')
  })
})

it.each([
  ['\r', 'a carriage return'],
  ['\n', 'a line feed'],
])('a secret in the environment that ends with %j is reported', async (end, what) => {
  const testAws = await TestAws.open({ config: role, credentials: '' })
  const env = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: `test${end}` }
  const { stderr, calls } = await testAws.assume(['environment'], { env })
  expect({ stderr, calls }).toMatchObject({
    stderr: expect.stringContaining(`AWS_SECRET_ACCESS_KEY: the secret holds ${what}`),
    calls: [],
  })
})

it('a secret of two lines in the file is reported with the first line number', async () => {
  const testAws = await TestAws.open({ credentials: written('test', 'one\n  two') })
  expect((await testAws.assume(['stored'])).stderr).toContain(
    'assume: ~/.aws/credentials:3, aws_secret_access_key: the secret holds a line feed',
  )
})

const user = (accessKeyId: string, secretAccessKey: string): User => ({
  account: '123456789012',
  name: 'local',
  accessKeys: [{ accessKeyId, secretAccessKey }],
  policies: { all: { Statement: { Effect: 'Allow', Action: 'sts:*', Resource: '*' } } },
  mfaDevices: [],
})

describe('a key ID that does not look like one of AWS', () => {
  it.each([
    ['test', 'test', ''],
    ['minioadmin', "pass 'word' #1", ''],
    ['it is', 'x', 'blank'],
    ['"quoted"', 'x', 'quotes are part'],
    [`it's`, 'x', 'quote'],
  ])('%s is accepted, as in botocore', async (id, secret, warned) => {
    const owner = user(id, secret)
    const Principal = { AWS: userArn(owner) }
    const Statement = { Effect: 'Allow', Principal, Action: ['sts:AssumeRole'] } as const
    const world: World = {
      users: [owner],
      roles: [{ ...noMfaRole, trustPolicy: { Statement } }],
    }
    const testAws = await TestAws.open({ world, config: role, credentials: written(id, secret) })
    // The stand-in cannot read a header whose key ID contains a blank.
    if (id.includes(' ')) {
      if (!noBotocore) expect(await keyIdByBotocore('stored', testAws.home.env)).toBe(id)
    } else {
      const { calls } = await testAws.session(['file'])
      expect(calls).toMatchObject([{ by: id }])
      if (!noBotocore)
        expect(await callerByBotocore('stored', testAws.home.env)).toBe(userArn(owner))
    }
    const { stdout, stderr } = await testAws.assume(['stored', '--format', 'process'])
    expect(JSON.parse(stdout)).toMatchObject({ AccessKeyId: id, SecretAccessKey: secret })
    if (warned === '') expect(stderr).toBe('')
    else expect(stderr).toMatch(new RegExp(`^assume: warning: ~/.aws/credentials:2: .*${warned}`))
  })

  it('has a secret that is not shown if the output format cannot contain it', async () => {
    const testAws = await TestAws.open({ credentials: written('test', 'hush%"$hush') })
    for (const format of ['dotenv', 'windows-cmd']) {
      const { stdout, stderr, exitCode } = await testAws.assume(['stored', '--format', format])
      expect(exitCode).toBe(1)
      expect(stderr).toContain(`AWS_SECRET_ACCESS_KEY has a value that --format ${format} cannot`)
      expect(stdout + stderr).not.toContain('hush')
    }
  })

  it('has a secret that is masked in the log of a GitHub job, with percent signs escaped', async () => {
    const testAws = await TestAws.open({ credentials: written('test', '100%0Asure') })
    const env = { GITHUB_ENV: `${testAws.home.path}/github-env` }
    await execa('touch', [env.GITHUB_ENV])
    const { stdout } = await testAws.assume(['stored', '--format', 'github'], { env })
    expect(stdout).toContain('::add-mask::100%250Asure\n')
  })
})
