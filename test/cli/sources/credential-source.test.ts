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

/** A failure with this message and any hint. The printed shell code only sets exit status 1. */
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
  it('is assumed with the credentials of this source, in the region of the profile', async () => {
    const { testAws, metadata, env } = await onMachine(word, { lines: ['region = eu-west-1'] })
    const { session, stderr, calls } = await testAws.session(['near'], { env })
    expect(calls).toEqual([
      {
        action: 'AssumeRole',
        RoleArn: roleArn(near),
        RoleSessionName: 'worker',
        by: metadata.issuedKeyIds[0],
        at: 'eu-west-1',
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

  it('can be the source of another role, and --region applies to both calls', async () => {
    const { testAws, metadata, env } = await onMachine(word, { lines: ['region = eu-west-1'] })
    const { calls } = await testAws.session(['far', '--region', 'eu-north-1'], { env })
    expect(calls).toMatchObject([
      { RoleArn: roleArn(near), by: metadata.issuedKeyIds[0], at: 'eu-north-1' },
      { RoleArn: roleArn(far), at: 'eu-north-1' },
    ])
    expect(calls[1]?.by).not.toBe(calls[0]?.by)
    expect(metadata.issuedKeyIds).toHaveLength(1)
  })

  it('becomes the identity of the shell, and AWS_CONTAINER_CREDENTIALS_FULL_URI is unset', async () => {
    const { testAws, env } = await onMachine(word)
    const { stdout } = await testAws.assume(['near'], { env })
    const variables = await evaluated(stdout, env)
    expect(variables).not.toHaveProperty('AWS_CONTAINER_CREDENTIALS_FULL_URI')
    expect(await testAws.callerOf(variables)).toBe(
      `arn:aws:sts::${near.account}:assumed-role/near/worker`,
    )
  })

  it('can be refreshed with the variables that the wrapper saved', async () => {
    const { testAws, metadata, env } = await onMachine(word)
    const held = await evaluated((await testAws.assume(['near'], { env })).stdout, env)
    const saved = Object.entries(env).map(([name, value]) => [`__assume_saved_${name}`, value])
    const again = { ...held, __assume_saved: '1', ...Object.fromEntries(saved) }
    const { calls } = await testAws.session(['near', '--refresh'], { env: again })
    expect(calls).toMatchObject([{ RoleArn: roleArn(near), by: metadata.issuedKeyIds[1] }])
    expect(metadata.issuedKeyIds).toHaveLength(2)
  })

  it('lasts at most 1 hour, because the source credentials are temporary', async () => {
    const { testAws, env } = await onMachine(word)
    const { stderr, calls } = await testAws.session(['near', '--duration', '4h'], { env })
    expect(calls).toMatchObject([{ DurationSeconds: '3600' }])
    expect(stderr).toBe(
      'assume: 1 hour instead of the duration asked for (--duration): AWS gives no more to a role taken with temporary keys\n',
    )
  })

  it('gets its source credentials directly, not through the HTTP proxy', async () => {
    const { testAws, metadata, env } = await onMachine(word)
    const nowhere = 'http://127.0.0.1:1'
    // Node.js 22 itself warns of NODE_USE_ENV_PROXY.
    const node = { NODE_USE_ENV_PROXY: '1', NODE_NO_WARNINGS: '1' }
    const proxies = { http_proxy: nowhere, HTTP_PROXY: nowhere, ...node }
    await testAws.assume(['near'], { env: { ...env, ...proxies } })
    expect(metadata.issuedKeyIds).toHaveLength(1)
  })

  it('names the source of the credentials that STS rejects', async () => {
    const { testAws, metadata, env } = await onMachine(word)
    metadata.faults.keys = { kind: 'alter', fields: { SecretAccessKey: 'x'.repeat(30) } }
    const { stderr, exitCode } = await testAws.assume(['near'], { env })
    expect(exitCode).toBe(1)
    expect(stderr).toContain(
      word === 'EcsContainer' ? ' in the endpoint of this container ' : ' in the metadata of this ',
    )
  })

  it('shows the source of the credentials with --debug, but no secret', async () => {
    const { testAws, env } = await onMachine(word)
    const { stderr } = await testAws.assume(['near', '--debug'], { env })
    const kind = word === 'EcsContainer' ? 'ecs-container' : 'ec2-instance-metadata'
    const identity = Object.values(env)[0]
    expect(stderr).toContain(`"source":${JSON.stringify({ kind, identity, isLongTerm: false })}`)
  })

  it('needs a role_arn: credential_source alone gives no credentials, as in the AWS CLI', async () => {
    const config = `[profile bare]\ncredential_source = ${word}\n`
    const testAws = await TestAws.open({ config, credentials: '' })
    expect(await testAws.assume(['bare'])).toEqual(
      failure(
        'profile "bare" has no credentials (~/.aws/config:1)',
        'it needs aws_access_key_id and aws_secret_access_key, or role_arn and source_profile',
      ),
    )
  })

  it('is rejected if the credential_source is in lowercase', async () => {
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

describe.each(words)('assume fails and names the cause if %s gives', (word) => {
  it.each<[string, HttpFault, string]>([
    ['HTTP 403', raw(403), 'it refuses (HTTP 403)'],
    ['HTTP 500 with a body', raw(500, 'hush'), 'it refuses (HTTP 500): hush'],
    ['an empty body', raw(200), noJson],
    ['an HTML page', raw(200, '<html>secret</html>'), noJson],
    ['a JSON string', raw(200, '"secret"'), noJson],
    ['JSON null', raw(200, 'null'), noJson],
    ['a JSON array', raw(200, '[]'), wrong('AccessKeyId')],
    ['truncated JSON', raw(200, '{"AccessKeyId":"ASIA'), noJson],
    ['binary data', raw(200, '\u0000\u001b[31m\u00ff'), noJson],
    [
      'a body of more than 1,000,000 bytes',
      raw(200, ' '.repeat(1_000_001)),
      'the answer is too long to be one',
    ],
    ['a connection that is cut', { kind: 'drop' }, 'the connection was cut'],
    ['no AccessKeyId', alter({ AccessKeyId: undefined }), wrong('AccessKeyId')],
    [
      'an AccessKeyId with a line feed',
      alter({ AccessKeyId: 'AKIA\n' }),
      wrong('AccessKeyId', 'holds a line feed'),
    ],
    [
      'a Token with an HTTP header in it',
      alter({ Token: 'x\r\nHost: evil.example' }),
      wrong('Token', 'holds a carriage return'),
    ],
    ['no Token', alter({ Token: undefined }), wrong('Token')],
    ['null as the SecretAccessKey', alter({ SecretAccessKey: null }), wrong('SecretAccessKey')],
    [
      'an array as the SecretAccessKey',
      alter({ SecretAccessKey: ['x'] }),
      wrong('SecretAccessKey', 'is not text'),
    ],
    ['a number as the Expiration', alter({ Expiration: 1_795_469_715 }), noTime],
    ['shell code as the Expiration', alter({ Expiration: '$(id)' }), noTime],
    [
      'an Expiration that is not a valid time',
      alter({ Expiration: '2030-13-40T12:00:00Z' }),
      'Expiration in the answer is no time',
    ],
    [
      'the fields inside __proto__',
      raw(200, '{"__proto__":{"AccessKeyId":"A"}}'),
      wrong('AccessKeyId'),
    ],
    [
      'an error code of AWS',
      alter({ Code: 'AssumeRoleUnauthorizedAccess' }),
      'AWS gave it none (AssumeRoleUnauthorizedAccess)',
    ],
    ['shell code as the error code', alter({ Code: "x'; touch pwned #" }), 'AWS gave it none'],
  ])('%s', async (_, fault, why) => {
    const { testAws, metadata, env } = await onMachine(word)
    metadata.faults.keys = fault
    expect(await testAws.assume(['near'], { env })).toEqual(
      refusal(`${placeOf(word, metadata.url)}: ${why}`),
    )
  })

  it('an error, because the role does not trust the service of this machine', async () => {
    const Principal = { Service: 'lambda.amazonaws.com' }
    const Statement = { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' } as const
    const role = { ...instanceRole, trustPolicy: { Statement } }
    const { testAws, metadata, env } = await onMachine(word, { role })
    const { stdout, stderr } = await testAws.assume(['near'], { env })
    expect({ stdout, given: metadata.issuedKeyIds }).toEqual({ stdout: '(exit 1);\n', given: [] })
    expect(stderr).toContain(word === 'EcsContainer' ? '500' : '(AssumeRoleUnauthorizedAccess)')
  })

  it('credentials that have expired', async () => {
    const { testAws, metadata, env } = await onMachine(word)
    metadata.faults.keys = alter({ Expiration: '2020-01-01T00:00:00Z' })
    const { stdout, stderr, exitCode, calls } = await testAws.assume(['near'], { env })
    expect({ stdout, exitCode, calls }).toEqual({ stdout: '(exit 1);\n', exitCode: 1, calls: [] })
    expect(stderr).toMatch(/: its keys ended at 2020-01-01T00:00:00.000Z, and here it is .*\n/)
  })

  it('a redirect, which assume does not follow', async () => {
    const { testAws, metadata, env } = await onMachine(word)
    metadata.faults.keys = raw(302, '', { Location: `${metadata.url}/elsewhere` })
    expect(await testAws.assume(['near'], { env })).toEqual(
      refusal(
        `${placeOf(word, metadata.url)}: it sends us elsewhere (HTTP 302), where assume does not go`,
      ),
    )
    expect(metadata.requests).not.toContain('GET /elsewhere')
  })

  it.each<HttpFault['kind']>(['hang', 'drip'])('an answer that does not end: %s', async (kind) => {
    const { testAws, metadata, env } = await onMachine(word)
    metadata.faults.keys = { kind } as HttpFault
    const started = performance.now()
    expect(await testAws.assume(['near'], { env })).toEqual(
      refusal(`${placeOf(word, metadata.url)}: timed out; no answer in time`),
    )
    expect(performance.now() - started).toBeLessThan(15_000)
  })

  it('a refused connection', async () => {
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
    ['it does not know IMDSv2 tokens', 'token', raw(404), 'it refuses (HTTP 404)'],
    ['it rejects the token', 'role', raw(401), 'it refuses (HTTP 401)'],
    [
      'the token contains a line break',
      'token',
      raw(200, 'a\r\nb'),
      'the answer is not from instance metadata',
    ],
    ['the token is empty', 'token', raw(200), 'the answer is not from instance metadata'],
    [
      'the role name is invalid',
      'role',
      raw(200, '../../x y'),
      'the answer is not from instance metadata',
    ],
    ['the role name is empty', 'role', raw(200), 'the answer is not from instance metadata'],
    ['the token request gets no answer', 'token', { kind: 'hang' }, 'timed out; no answer in time'],
  ])('fails with the cause if %s', async (_, step, fault, why) => {
    const { testAws, metadata, env } = await onMachine(word)
    metadata.faults[step] = fault
    expect(await testAws.assume(['near'], { env })).toEqual(
      refusal(`${placeOf(word, metadata.url)}: ${why}`),
    )
    // assume never continues without a token, as IMDSv1 would.
    if (step === 'token') expect(metadata.requests).toEqual(['PUT /latest/api/token'])
  })

  it('is not called if AWS_EC2_METADATA_DISABLED is True', async () => {
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

  it('is not called unless a profile names it', async () => {
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
  ])('is not called with the invalid setting %s=%s', async (name, value, words) => {
    const { testAws, metadata, env } = await onMachine(word)
    expect(await testAws.assume(['near'], { env: { ...env, [name]: value } })).toEqual(
      refusal(`${name}${words}`),
    )
    expect(metadata.requests).toEqual([])
  })

  it('is called as often as AWS_METADATA_SERVICE_NUM_ATTEMPTS says', async () => {
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

  it('is unknown if neither of its two variables is set', async () => {
    const { testAws } = await onMachine(word)
    expect(await testAws.assume(['near'])).toEqual(
      failure(
        'profile "near" takes its keys from the endpoint of this container, and neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set',
        'ECS and EKS set one of them in a container that has a role; elsewhere name a source_profile',
      ),
    )
  })

  it('receives the token from AWS_CONTAINER_AUTHORIZATION_TOKEN', async () => {
    const { testAws, env } = await onMachine(word, { authorization: token })
    const AWS_CONTAINER_AUTHORIZATION_TOKEN = token
    await testAws.session(['near'], { env: { ...env, AWS_CONTAINER_AUTHORIZATION_TOKEN } })
  })

  it('receives the token from the file if both token variables are set', async () => {
    const { testAws, env } = await onMachine(word, { authorization: token })
    const file = join(testAws.home.path, 'token')
    writeFileSync(file, token)
    const both = {
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'another',
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file,
    }
    await testAws.session(['near'], { env: { ...env, ...both } })
  })

  it('rejects a wrong token, and the hint names the token variables', async () => {
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
    'receives no token that contains a control character: %j',
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

  it('receives no request if the token file does not exist', async () => {
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
  ])('cannot be %s', async (url, words) => {
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
    'cannot have the relative URI %s, which does not begin with /',
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

describe.skipIf(noBotocore).each(words)('compared with botocore, %s', (word) => {
  it.each(['near', 'far'])('gives the profile %s the same role', async (profile) => {
    const { testAws, env } = await onMachine(word, { authorization: token })
    const all = { ...env, AWS_CONTAINER_AUTHORIZATION_TOKEN: token, AWS_REGION: 'eu-west-1' }
    const { stdout } = await testAws.assume([profile], { env: all })
    const ours = await testAws.callerOf(await evaluated(stdout))
    expect(ours).toBe(await callerByBotocore(profile, { ...testAws.home.env, ...all }))
    expect(ours).toBe(`arn:aws:sts::${near.account}:assumed-role/${profile}/worker`)
  })
})
