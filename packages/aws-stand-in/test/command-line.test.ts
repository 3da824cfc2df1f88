import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { execa } from 'execa'
import { afterAll, expect, it, onTestFinished } from 'vitest'
import example from '../example/world.json' with { type: 'json' }
import { run as runCommandLine } from '../src/command-line.ts'
import { startAwsServer } from '../src/query/aws-server.ts'
import { sampleOrganization } from '../src/sso/sample-organization.ts'
import { keysOf, sdk } from './sdk.ts'

const program = join(import.meta.dirname, '../dist/cli.js')
const folder = mkdtempSync(join(tmpdir(), 'stand-in-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the built program in a process of its own. */
const start = (...args: readonly string[]) =>
  execa(process.execPath, [program, ...args], { reject: false, env: {}, extendEnv: false })

/** Resolves with the output when the last variable, which is for instance metadata, was printed. */
const linesOf = ({ stdout }: ReturnType<typeof start>) =>
  new Promise<string[]>((printed) => {
    let text = ''
    stdout.setEncoding('utf8').on('data', (more) => {
      text += more
      if (/^export AWS_EC2\S*\n/m.test(text)) printed(text.trimEnd().split('\n'))
    })
  })

/** Runs the command line in this process. A stand-in that it starts is closed after the test. */
async function run(...args: readonly string[]) {
  const written = { stdout: '', stderr: '' }
  const into = (name: keyof typeof written) => ({
    write(text: string) {
      written[name] += text
    },
  })
  const host = {
    stdout: into('stdout'),
    stderr: into('stderr'),
    exitCode: 0,
    once(signal: NodeJS.Signals, close: () => void) {
      if (signal === 'SIGTERM') onTestFinished(close)
    },
  }
  await runCommandLine(args, host as Parameters<typeof runCommandLine>[1])
  return { ...written, exitCode: host.exitCode }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  it(`prints its URL and the variables, simulates the example world, and exits on ${signal}`, async () => {
    const child = start()
    onTestFinished(() => void child.kill('SIGKILL'))
    const [url = '', ...variables] = await linesOf(child)
    expect(variables).toEqual([
      `export AWS_ENDPOINT_URL=${url}`,
      `export AWS_EC2_METADATA_SERVICE_ENDPOINT=${url}`,
    ])
    const [alice] = example.users
    if (!alice) throw new Error('the example has no user')
    const client = sdk({ url }, keysOf(alice))
    const RoleArn = 'arn:aws:iam::111122223333:role/admin'
    const asked = { RoleArn, RoleSessionName: 'test' }
    await expect(client.send(new AssumeRoleCommand(asked))).rejects.toThrow(/not authorized/)
    const SerialNumber = 'arn:aws:iam::111122223333:mfa/alice'
    const withCode = new AssumeRoleCommand({ ...asked, SerialNumber, TokenCode: '123456' })
    expect(await client.send(withCode)).toHaveProperty('Credentials')
    child.kill(signal)
    expect(await child).toMatchObject({ exitCode: 0, stderr: '' })
  })
}

it('accepts a world and a port', async () => {
  const file = join(folder, 'world.json')
  writeFileSync(file, JSON.stringify({ users: [], roles: [] }))
  const taken = await startAwsServer()
  await taken.close()
  const { stdout } = await run('--world', file, `--port=${taken.port}`)
  expect(stdout.split('\n')).toEqual([
    taken.url,
    `export AWS_ENDPOINT_URL=${taken.url}`,
    'export AWS_EC2_METADATA_DISABLED=true',
    '',
  ])
})

it('simulates an organization and throttles', async () => {
  const { stdout } = await run('--organization', '--throttle', '1')
  const [url = ''] = stdout.split('\n')
  const post = async (path: string, fields: object) => {
    const response = await fetch(url + path, { method: 'POST', body: JSON.stringify(fields) })
    return (await response.json()) as Record<string, string>
  }
  const { clientId, clientSecret } = await post('/client/register', {
    clientName: 'test',
    clientType: 'public',
    scopes: ['sso:account:access'],
  })
  const client = { clientId, clientSecret }
  const { startUrl } = sampleOrganization()
  const { deviceCode, userCode = '' } = await post('/device_authorization', { ...client, startUrl })
  const body = new URLSearchParams({ user_code: userCode, answer: 'allow' })
  await fetch(`${url}/device`, { method: 'POST', body })
  const grantType = 'urn:ietf:params:oauth:grant-type:device_code'
  const { accessToken = '' } = await post('/token', { ...client, grantType, deviceCode })
  const headers = { 'x-amz-sso_bearer_token': accessToken }
  const get = () => fetch(`${url}/assignment/accounts`, { headers })
  const answers = await Promise.all([get(), get(), get()])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 429, 429])
})

it('prints its usage with --help', async () => {
  const { stdout, exitCode } = await start('--help')
  expect(stdout).toMatch(
    /^usage: aws-stand-in \[--port N\] \[--world FILE \| --organization\] \[--throttle N\]\n/,
  )
  expect(exitCode).toBe(0)
})

const seeHelp = '\n  hint: aws-stand-in --help'
const files = {
  'broken.json': '{ "users": [',
  'wrong.json': '{ "users": [{ "account": "1", "secret": "s3cr3t" }], "role": [] }',
}
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)

it.each<readonly [args: readonly string[], message: string]>([
  [['--prot', '1'], `unknown option "--prot"${seeHelp}`],
  [['world.json'], `unexpected argument "world.json"${seeHelp}`],
  [['--port'], `--port needs a value${seeHelp}`],
  [['--help=yes'], `--help takes no value${seeHelp}`],
  [['--port', 'http'], '"http" is not a port: a number up to 65535, or 0 for a free one'],
  [
    ['--world', 'world.json', '--organization'],
    '--world and --organization cannot be used together',
  ],
  [['--throttle', '0'], '"0" is not a number of calls in a second: a number from 1 to 999999'],
  [['--throttle'], `--throttle needs a value${seeHelp}`],
  [['--organization=yes'], `--organization takes no value${seeHelp}`],
  [['--port', '65536'], '"65536" is not a port: a number up to 65535, or 0 for a free one'],
  [['--world', '/nowhere/world.json'], '"/nowhere/world.json" cannot be read'],
  [['--world', join(folder, 'broken.json')], `"${join(folder, 'broken.json')}" is not JSON`],
  [
    ['--world', join(folder, 'wrong.json')],
    [
      `"${join(folder, 'wrong.json')}" is not a world:`,
      '  users[0].account must be 12 digits',
      '  users[0].name is missing',
      '  users[0].secret is unknown',
      '  role is unknown',
    ].join('\n'),
  ],
])('rejects %j', async (args, message) => {
  const { stdout, stderr, exitCode } = await run(...args)
  expect(stderr).toBe(`aws-stand-in: ${message}\n`)
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 })
})

it('reports that the port is in use', async () => {
  const aws = await startAwsServer()
  onTestFinished(() => aws.close())
  const { stderr, exitCode } = await start('--port', `${aws.port}`)
  expect(stderr).toBe(
    `aws-stand-in: port ${aws.port} is in use\n  hint: take a free one with --port 0`,
  )
  expect(exitCode).toBe(2)
})
