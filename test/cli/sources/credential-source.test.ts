import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type HttpFault, type MetadataStep, roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { instanceRole } from '../../../src/demo/fixture.ts'
import { callerByBotocore, noBotocore } from '../../support/aws/botocore.ts'
import {
  far,
  near,
  onMachine,
  profilesOn,
  type Word,
  words,
} from '../../support/aws/metadata-machine.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const token = 'Basic ZGVtbzpoYW5kcw=='

const failure = (message: string, ...hints: string[]) => ({
  stdout: '(exit 1);\n',
  stderr: [`assume: ${message}`, ...hints.map((hint) => `  hint: ${hint}`), ''].join('\n'),
  exitCode: 1,
  calls: [],
})

/** As in the shell: whatever goes wrong, the code only fails. */
const refusal = (message: string) => ({
  stdout: '(exit 1);\n',
  stderr: expect.stringMatching(`^assume: ${message.replace(/[()[\].]/g, '\\$&')}\n  hint: `),
  exitCode: 1,
  calls: [],
})

const placeOf = (word: Word, url: string) =>
  word === 'EcsContainer'
    ? `no keys from the endpoint of this container (${url})`
    : `no keys from the metadata of this EC2 instance (${url})`

describe.each(words)('a role whose credential_source is %s', (word) => {
  it('is assumed with the keys that are handed out there', async () => {
    const { testAws, metadata, env } = await onMachine(word)
    const { session, stderr, calls } = await testAws.session(['near'], { env })
    expect(calls).toEqual([
      {
        action: 'AssumeRole',
        RoleArn: roleArn(near),
        RoleSessionName: 'worker',
        by: metadata.issuedKeyIds[0],
        at: 'us-east-1',
      },
    ])
    expect(stderr).toBe('')
    expect(session).toMatchObject({ Version: 1, AccountId: near.account })
    expect(metadata.requests).toEqual(
      word === 'EcsContainer'
        ? ['GET /v2/credentials/demo-task']
        : [
            'PUT /latest/api/token',
            'GET /latest/meta-data/iam/security-credentials/',
            'GET /latest/meta-data/iam/security-credentials/demo-instance-role',
          ],
    )
  })

  it('can be the source of another role, and the region is that of the profile asked for', async () => {
    const { testAws, metadata, env } = await onMachine(word, { lines: ['region = eu-west-1'] })
    const { calls } = await testAws.session(['far', '--region', 'eu-north-1'], { env })
    expect(calls).toMatchObject([
      { RoleArn: roleArn(near), by: metadata.issuedKeyIds[0], at: 'eu-north-1' },
      { RoleArn: roleArn(far), at: 'eu-north-1' },
    ])
    expect(calls[1]?.by).not.toBe(calls[0]?.by)
    expect(metadata.issuedKeyIds).toHaveLength(1)
  })

  it('and is what the shell then holds', async () => {
    const { testAws, env } = await onMachine(word)
    const { stdout } = await testAws.assume(['near'], { env })
    const variables = await evaluated(stdout, env)
    expect(variables).not.toHaveProperty('AWS_CONTAINER_CREDENTIALS_FULL_URI')
    expect(await testAws.callerOf(variables)).toBe(
      `arn:aws:sts::${near.account}:assumed-role/near/worker`,
    )
  })

  it('can be taken again with what the shell had before', async () => {
    const { testAws, metadata, env } = await onMachine(word)
    const held = await evaluated((await testAws.assume(['near'], { env })).stdout, env)
    const saved = Object.entries(env).map(([name, value]) => [`__assume_saved_${name}`, value])
    const again = { ...held, __assume_saved: '1', ...Object.fromEntries(saved) }
    const { calls } = await testAws.session(['near', '--refresh'], { env: again })
    expect(calls).toMatchObject([{ RoleArn: roleArn(near), by: metadata.issuedKeyIds[1] }])
    expect(metadata.issuedKeyIds).toHaveLength(2)
  })

  it('lasts an hour at the most, for the keys are temporary', async () => {
    const { testAws, env } = await onMachine(word)
    const { stderr, calls } = await testAws.session(['near', '--duration', '4h'], { env })
    expect(calls).toMatchObject([{ DurationSeconds: '3600' }])
    expect(stderr).toBe(
      'assume: 1 hour instead of the duration asked for (--duration): AWS gives no more to a role taken with temporary keys\n',
    )
  })

  it('needs no network but those two: no proxy is asked', async () => {
    const { testAws, metadata, env } = await onMachine(word)
    const nowhere = 'http://127.0.0.1:1'
    // Node.js 22 itself warns of NODE_USE_ENV_PROXY.
    const node = { NODE_USE_ENV_PROXY: '1', NODE_NO_WARNINGS: '1' }
    const proxies = { http_proxy: nowhere, HTTP_PROXY: nowhere, ...node }
    await testAws.assume(['near'], { env: { ...env, ...proxies } })
    expect(metadata.issuedKeyIds).toHaveLength(1)
  })

  it('says whose keys STS refuses', async () => {
    const { testAws, metadata, env } = await onMachine(word)
    metadata.faults.keys = { kind: 'alter', fields: { SecretAccessKey: 'x'.repeat(30) } }
    const { stderr, exitCode } = await testAws.assume(['near'], { env })
    expect(exitCode).toBe(1)
    expect(stderr).toContain(
      word === 'EcsContainer' ? ' in the endpoint of this container ' : ' in the metadata of this ',
    )
  })

  it('never shows a secret with --debug, but where the keys come from', async () => {
    const { testAws, env } = await onMachine(word)
    const { stderr } = await testAws.assume(['near', '--debug'], { env })
    const kind = word === 'EcsContainer' ? 'ecs-container' : 'ec2-instance-metadata'
    const identity = Object.values(env)[0]
    expect(stderr).toContain(`"source":${JSON.stringify({ kind, identity, isLongTerm: false })}`)
  })

  it('is nothing without a role, as in the AWS CLI', async () => {
    const config = `[profile bare]\ncredential_source = ${word}\n`
    const testAws = await TestAws.open({ config, credentials: '' })
    expect(await testAws.assume(['bare'])).toEqual(
      failure(
        'profile "bare" has no credentials (~/.aws/config:1)',
        'it needs aws_access_key_id and aws_secret_access_key, or role_arn and source_profile',
      ),
    )
  })

  it('is taken in exactly this spelling', async () => {
    const config = profilesOn(word.toLowerCase())
    const testAws = await TestAws.open({ config, credentials: '' })
    expect(await testAws.assume(['near'])).toEqual(
      failure(
        `credential_source of "near" (~/.aws/config:3) is "${word.toLowerCase()}"`,
        'it can be Environment, Ec2InstanceMetadata or EcsContainer, in exactly this spelling',
      ),
    )
  })
})

const raw = (status: number, body = '', headers = {}): HttpFault => ({
  kind: 'raw',
  status,
  body,
  headers,
})
const alter = (fields: Readonly<Record<string, unknown>>): HttpFault => ({
  kind: 'alter',
  fields,
})
const noJson = 'the answer is not JSON with keys in it'
const wrong = (field: string, problem = 'is missing') => `${field} in the answer ${problem}`
const noTime = wrong('Expiration', 'is missing, or is no time')

describe.each(words)('an answer of %s that is none', (word) => {
  it.each<[string, HttpFault, string]>([
    ['a refusal', raw(403), 'it refuses (HTTP 403)'],
    ['a failure', raw(500, 'hush'), 'it refuses (HTTP 500): hush'],
    ['no text', raw(200), noJson],
    ['a page', raw(200, '<html>secret</html>'), noJson],
    ['a word', raw(200, '"secret"'), noJson],
    ['null', raw(200, 'null'), noJson],
    ['a list', raw(200, '[]'), wrong('AccessKeyId')],
    ['JSON cut short', raw(200, '{"AccessKeyId":"ASIA'), noJson],
    ['bytes', raw(200, '\u0000\u001b[31m\u00ff'), noJson],
    ['too long', raw(200, ' '.repeat(1_000_001)), 'the answer is too long to be one'],
    ['a connection that is cut', { kind: 'drop' }, 'the connection was cut'],
    ['no AccessKeyId', alter({ AccessKeyId: undefined }), wrong('AccessKeyId')],
    ['a line feed', alter({ AccessKeyId: 'AKIA\n' }), wrong('AccessKeyId', 'holds a line feed')],
    [
      'a header',
      alter({ Token: 'x\r\nHost: evil.example' }),
      wrong('Token', 'holds a carriage return'),
    ],
    ['no Token', alter({ Token: undefined }), wrong('Token')],
    ['null as a key', alter({ SecretAccessKey: null }), wrong('SecretAccessKey')],
    ['a list as a key', alter({ SecretAccessKey: ['x'] }), wrong('SecretAccessKey', 'is not text')],
    ['a number as a time', alter({ Expiration: 1_795_469_715 }), noTime],
    ['code as a time', alter({ Expiration: '$(id)' }), noTime],
    [
      'a time that is none',
      alter({ Expiration: '2030-13-40T12:00:00Z' }),
      'Expiration in the answer is no time',
    ],
    ['a prototype', raw(200, '{"__proto__":{"AccessKeyId":"A"}}'), wrong('AccessKeyId')],
    [
      'the word of AWS',
      alter({ Code: 'AssumeRoleUnauthorizedAccess' }),
      'AWS gave it none (AssumeRoleUnauthorizedAccess)',
    ],
    ['a word of nobody', alter({ Code: "x'; touch pwned #" }), 'AWS gave it none'],
  ])('%s', async (_, fault, why) => {
    const { testAws, metadata, env } = await onMachine(word)
    metadata.faults.keys = fault
    expect(await testAws.assume(['near'], { env })).toEqual(
      refusal(`${placeOf(word, metadata.url)}: ${why}`),
    )
  })

  it('a role that does not trust the service of this machine', async () => {
    const Principal = { Service: 'lambda.amazonaws.com' }
    const Statement = { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' } as const
    const role = { ...instanceRole, trustPolicy: { Statement } }
    const { testAws, metadata, env } = await onMachine(word, { role })
    const { stdout, stderr } = await testAws.assume(['near'], { env })
    expect({ stdout, given: metadata.issuedKeyIds }).toEqual({ stdout: '(exit 1);\n', given: [] })
    expect(stderr).toContain(word === 'EcsContainer' ? '500' : '(AssumeRoleUnauthorizedAccess)')
  })

  it('keys that are over', async () => {
    const { testAws, metadata, env } = await onMachine(word)
    metadata.faults.keys = alter({ Expiration: '2020-01-01T00:00:00Z' })
    const { stdout, stderr, exitCode, calls } = await testAws.assume(['near'], { env })
    expect({ stdout, exitCode, calls }).toEqual({ stdout: '(exit 1);\n', exitCode: 1, calls: [] })
    expect(stderr).toMatch(/: its keys ended at 2020-01-01T00:00:00.000Z, and here it is .*\n/)
  })

  it('a way elsewhere, which is not gone', async () => {
    const { testAws, metadata, env } = await onMachine(word)
    metadata.faults.keys = raw(302, '', { Location: `${metadata.url}/elsewhere` })
    expect(await testAws.assume(['near'], { env })).toEqual(
      refusal(
        `${placeOf(word, metadata.url)}: it sends us elsewhere (HTTP 302), where assume does not go`,
      ),
    )
    expect(metadata.requests).not.toContain('GET /elsewhere')
  })

  it.each<HttpFault['kind']>(['hang', 'drip'])('without end: %s', async (kind) => {
    const { testAws, metadata, env } = await onMachine(word)
    metadata.faults.keys = { kind } as HttpFault
    const started = performance.now()
    expect(await testAws.assume(['near'], { env })).toEqual(
      refusal(`${placeOf(word, metadata.url)}: timed out; no answer in time`),
    )
    expect(performance.now() - started).toBeLessThan(15_000)
  })

  it('nothing that listens', async () => {
    const { testAws, env } = await onMachine(word)
    const nowhere = Object.fromEntries(Object.keys(env).map((name) => [name, 'http://127.0.0.1:1']))
    expect(await testAws.assume(['near'], { env: nowhere })).toEqual(
      refusal(`${placeOf(word, 'http://127.0.0.1:1')}: connection refused; nothing listens there`),
    )
  })
})

describe('instance metadata', () => {
  const word = 'Ec2InstanceMetadata'

  it.each<[string, MetadataStep, HttpFault, string]>([
    ['no role is attached', 'role', raw(404), 'it refuses (HTTP 404)'],
    ['it is switched off', 'token', raw(403), 'it refuses (HTTP 403)'],
    ['it knows no token', 'token', raw(404), 'it refuses (HTTP 404)'],
    ['the token is no good', 'role', raw(401), 'it refuses (HTTP 401)'],
    ['the token is none', 'token', raw(200, 'a\r\nb'), 'the answer is not from instance metadata'],
    ['the token is empty', 'token', raw(200), 'the answer is not from instance metadata'],
    ['the role is none', 'role', raw(200, '../../x y'), 'the answer is not from instance metadata'],
    ['the role is empty', 'role', raw(200), 'the answer is not from instance metadata'],
    ['no token comes', 'token', { kind: 'hang' }, 'timed out; no answer in time'],
  ])('%s', async (_, step, fault, why) => {
    const { testAws, metadata, env } = await onMachine(word)
    metadata.faults[step] = fault
    expect(await testAws.assume(['near'], { env })).toEqual(
      refusal(`${placeOf(word, metadata.url)}: ${why}`),
    )
    // Never without a token, as the first version of the protocol was.
    if (step === 'token') expect(metadata.requests).toEqual(['PUT /latest/api/token'])
  })

  it('is not asked where it is forbidden', async () => {
    const { testAws, metadata, env } = await onMachine(word)
    const forbidden = { ...env, AWS_EC2_METADATA_DISABLED: 'True' }
    expect(await testAws.assume(['near'], { env: forbidden })).toEqual(
      failure(
        'profile "near" takes its keys from the metadata of this EC2 instance, which AWS_EC2_METADATA_DISABLED forbids to ask',
        'unset AWS_EC2_METADATA_DISABLED, or name a source_profile',
      ),
    )
    expect(metadata.requests).toEqual([])
  })

  it('is not asked unless a profile says so', async () => {
    const { testAws, metadata, env } = await onMachine(word)
    expect((await testAws.assume([roleArn(near)], { env })).exitCode).toBe(1)
    expect((await testAws.assume(['nobody'], { env })).exitCode).toBe(2)
    expect(metadata.requests).toEqual([])
  })

  it.each([
    ['AWS_EC2_METADATA_SERVICE_ENDPOINT', 'file:///etc/passwd', ' is not the URL of an endpoint'],
    [
      'AWS_EC2_METADATA_SERVICE_ENDPOINT',
      'http://me:x@127.0.0.1',
      ' is not the URL of an endpoint',
    ],
    ['AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE', 'IPv5', ': "IPv5" is neither IPv4 nor IPv6'],
    ['AWS_METADATA_SERVICE_TIMEOUT', 'soon', ': "soon" is not a number from 1 to 999'],
    ['AWS_METADATA_SERVICE_NUM_ATTEMPTS', '0', ': "0" is not a number from 1 to 999'],
  ])('%s=%s cannot be', async (name, value, words) => {
    const { testAws, metadata, env } = await onMachine(word)
    expect(await testAws.assume(['near'], { env: { ...env, [name]: value } })).toEqual(
      refusal(`${name}${words}`),
    )
    expect(metadata.requests).toEqual([])
  })

  it('is asked as often, and waited for as long, as the environment says', async () => {
    const { testAws, metadata, env } = await onMachine(word)
    metadata.faults.token = { kind: 'drop' }
    const often = {
      ...env,
      AWS_METADATA_SERVICE_NUM_ATTEMPTS: '4',
      AWS_METADATA_SERVICE_TIMEOUT: '3',
    }
    expect((await testAws.assume(['near'], { env: often })).exitCode).toBe(1)
    expect(metadata.requests).toHaveLength(4)
  })
})

describe('the endpoint of a container', () => {
  const word = 'EcsContainer'

  it('is told nowhere', async () => {
    const { testAws } = await onMachine(word)
    expect(await testAws.assume(['near'])).toEqual(
      failure(
        'profile "near" takes its keys from the endpoint of this container, and neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set',
        'ECS and EKS set one of them in a container that has a role; elsewhere name a source_profile',
      ),
    )
  })

  it('gets the token of the variable', async () => {
    const { testAws, env } = await onMachine(word, { authorization: token })
    const AWS_CONTAINER_AUTHORIZATION_TOKEN = token
    await testAws.session(['near'], { env: { ...env, AWS_CONTAINER_AUTHORIZATION_TOKEN } })
  })

  it('gets the token of the file rather', async () => {
    const { testAws, env } = await onMachine(word, { authorization: token })
    const file = join(testAws.home.path, 'token')
    writeFileSync(file, token)
    const both = {
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'another',
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file,
    }
    await testAws.session(['near'], { env: { ...env, ...both } })
  })

  it('refuses another token, and that is said', async () => {
    const { testAws, metadata, env } = await onMachine(word, { authorization: token })
    const AWS_CONTAINER_AUTHORIZATION_TOKEN = 'another'
    const run = { env: { ...env, AWS_CONTAINER_AUTHORIZATION_TOKEN } }
    expect(await testAws.assume(['near'], run)).toEqual(
      failure(
        `${placeOf(word, metadata.url)}: it refuses (HTTP 401)`,
        'is the token right? see AWS_CONTAINER_AUTHORIZATION_TOKEN and its …_FILE',
      ),
    )
  })

  it.each(['a\rb', 'a\nb', 'a\r\nX-Other: b', 'token\n', '\u001b'])(
    'gets no token that is two headers: %j',
    async (bad) => {
      const { testAws, metadata, env } = await onMachine(word)
      const file = join(testAws.home.path, 'token')
      writeFileSync(file, bad)
      const ways: [string, Readonly<Record<string, string>>][] = [
        ['AWS_CONTAINER_AUTHORIZATION_TOKEN', { AWS_CONTAINER_AUTHORIZATION_TOKEN: bad }],
        [`the token in ${file}`, { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file }],
      ]
      for (const [whose, more] of ways) {
        expect(await testAws.assume(['near'], { env: { ...env, ...more } })).toEqual(
          failure(
            `${whose} cannot be sent: it is empty, or contains a line break or another control character`,
            'write it without a line break at the end',
          ),
        )
      }
      expect(metadata.requests).toEqual([])
    },
  )

  it('gets none at all if the file is not there', async () => {
    const { testAws, metadata, env } = await onMachine(word)
    const file = join(testAws.home.path, 'token')
    const more = { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file }
    expect(await testAws.assume(['near'], { env: { ...env, ...more } })).toEqual(
      failure(
        `${file} cannot be read (ENOENT)`,
        'see AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, which names it',
      ),
    )
    expect(metadata.requests).toEqual([])
  })

  it.each([
    ['http://evil.example/keys', 'is at evil.example, and keys come without TLS only from near by'],
    ['http://169.254.170.2.evil.example/', 'is at 169.254.170.2.evil.example, and'],
    ['http://localhost.evil.example/', 'is at localhost.evil.example, and'],
    ['http://169.254.169.254/latest', 'is at 169.254.169.254, and'],
    ['http://0.0.0.0/', 'is at 0.0.0.0, and'],
    ['http://[fd00:ec2::254]/', 'is at [fd00:ec2::254], and'],
    ['http://127.0.0.1@evil.example/', 'is not a URL of http or https without a user name'],
    ['file:///etc/passwd', 'is not a URL of http or https without a user name'],
    ['nowhere', 'is not a URL of http or https without a user name'],
  ])('can not be %s', async (url, words) => {
    const { testAws } = await onMachine(word)
    const env = {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: url,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
    }
    const { stderr, ...others } = await testAws.assume(['near'], { env })
    expect(others).toEqual({ stdout: '(exit 1);\n', exitCode: 1, calls: [] })
    expect(stderr).toContain(`assume: AWS_CONTAINER_CREDENTIALS_FULL_URI ${words}`)
  })

  it.each(['@evil.example/', '.evil.example/', ':80@evil.example/', 'v2/credentials'])(
    'can not be another host, by the relative URI %s',
    async (relative) => {
      const { testAws } = await onMachine(word)
      const env = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: relative }
      expect(await testAws.assume(['near'], { env })).toEqual(
        refusal('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is not a path that begins with /'),
      )
    },
  )

  it('is tried three times when the connection is cut', async () => {
    const { testAws, metadata, env } = await onMachine(word)
    metadata.faults.keys = { kind: 'drop' }
    expect((await testAws.assume(['near'], { env })).exitCode).toBe(1)
    expect(metadata.requests).toHaveLength(3)
  })
})

describe.skipIf(noBotocore).each(words)('beside botocore, %s', (word) => {
  it.each(['near', 'far'])('gives %s the same role', async (profile) => {
    const { testAws, env } = await onMachine(word, { authorization: token })
    const all = { ...env, AWS_CONTAINER_AUTHORIZATION_TOKEN: token, AWS_REGION: 'eu-west-1' }
    const { stdout } = await testAws.assume([profile], { env: all })
    const ours = await testAws.callerOf(await evaluated(stdout))
    expect(ours).toBe(await callerByBotocore(profile, { ...testAws.home.env, ...all }))
    expect(ours).toBe(`arn:aws:sts::${near.account}:assumed-role/${profile}/worker`)
  })
})
