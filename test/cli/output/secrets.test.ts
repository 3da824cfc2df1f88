import { drop, type Fault, raw, refuse, roleArn, secretAccessKey, throttled } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { alice, bob, demoRole, externalIdRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { keysOf } from '../../support/home.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const longTerm = [bob, alice].flatMap(({ accessKeys }) =>
  accessKeys.map((key) => key.secretAccessKey),
)

const config = `[profile chained]
role_arn = ${roleArn(noMfaRole)}
source_profile = first

[profile first]
role_arn = ${roleArn(externalIdRole)}
external_id = demo-external-id
source_profile = Bob

[profile half]
aws_secret_access_key = ${secretAccessKey('of nobody')}

[profile odd]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = "${secretAccessKey('of nobody')}"
`

/** Secrets in the environment, in the form of AWS's secrets. */
const inEnvironment = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: secretAccessKey('of the environment'),
  AWS_SESSION_TOKEN: secretAccessKey('token of the environment').repeat(4),
}

const role = ['Bob', noMfaRole.name]
const refused = (code: string) => refuse(code, 403, 'No.')

describe('--debug and failures show no secret', () => {
  it.each<[string, string[], Fault[], number]>([
    ['a session', ['Bob', demoRole.name, '123456'], [], 0],
    ['an MFA session', ['Bob', '123456'], [], 0],
    ['long-term keys', ['Bob'], [], 0],
    ['a chain whose second step is denied', ['chained'], [], 1],
    ['a wrong code', ['Bob', demoRole.name, '654321'], [], 1],
    ['half a set of keys', ['half'], [], 1],
    ['keys in quotes', ['odd'], [], 0],
    ['a wrong option', [...role, '--region', '?'], [], 2],
    ['keys that AWS does not know', ['odd', noMfaRole.name], [], 1],
    ['keys of the environment that AWS does not know', [roleArn(noMfaRole)], [], 1],
    ['a wrong signature', role, [refused('SignatureDoesNotMatch')], 1],
    ['an expired token', role, [refused('ExpiredToken')], 1],
    ['throttling', role, [throttled, throttled, throttled], 1],
    ['a cut connection', role, [drop, drop, drop], 1],
    ['an invalid answer', role, [raw('<x>')], 1],
  ])('%s', async (_, words, faults, exitCode) => {
    const testAws = await TestAws.open({ config, credentials: keysOf(bob) + keysOf(alice) })
    testAws.aws.faults.next = faults
    const run = await testAws.assume([...words, '--debug'], { env: inEnvironment })
    expect(run.exitCode).toBe(exitCode)
    for (const secret of [...longTerm, ...Object.values(inEnvironment).slice(1)]) {
      expect(run.stderr).not.toContain(secret)
    }
  })

  it('an answer with an invalid secret', async () => {
    const testAws = await TestAws.open()
    const token = `${secretAccessKey('x')}\u200b`
    testAws.aws.faults.next = [
      raw(
        `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>${token}</SecretAccessKey><SessionToken>${token}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
      ),
    ]
    expect((await testAws.assume([...role, '--debug'])).stderr).toContain(
      'failed: SecretAccessKey in the answer holds an invisible character (U+200B)\n',
    )
  })
})

/** The lines that contain 40 characters of base64, as each secret and each session token does. */
const linesWithSecrets = (text: string) => text.match(/^.*[A-Za-z0-9+/]{40}.*$/gm) ?? []

describe('stdout', () => {
  it('contains the two secrets of the new session, each once, and no others', async () => {
    const testAws = await TestAws.open()
    const before = await evaluated((await testAws.assume(role)).stdout)
    const env = {
      ...before,
      __assume_saved_AWS_SECRET_ACCESS_KEY: inEnvironment.AWS_SECRET_ACCESS_KEY,
      __assume_saved_AWS_SESSION_TOKEN: inEnvironment.AWS_SESSION_TOKEN,
    }
    for (const words of [role, ['unset'], ['status']]) {
      const { stdout } = await testAws.assume(words, { env })
      expect(linesWithSecrets(stdout)).toEqual(
        words === role
          ? [
              expect.stringMatching(/^\\export AWS_SECRET_ACCESS_KEY='[^']{40}';$/),
              expect.stringMatching(/^\\export AWS_SESSION_TOKEN='IQoJ[^']+';$/),
            ]
          : [],
      )
      for (const secret of [...longTerm, ...Object.values(inEnvironment).slice(1)]) {
        expect(stdout).not.toContain(secret)
      }
      expect(stdout).not.toContain(before.AWS_SECRET_ACCESS_KEY)
      expect(stdout).not.toContain(before.AWS_SESSION_TOKEN)
    }
  })

  it('contains the keys of a user only if their profile is the target', async () => {
    const testAws = await TestAws.open()
    expect((await testAws.assume(role)).stdout).not.toContain(longTerm[0])
    expect((await testAws.assume(['Bob'])).stdout).toContain(longTerm[0])
  })
})

describe('assuming a role', () => {
  it('starts no program whose arguments or environment could contain secrets', async () => {
    const testAws = await TestAws.open()
    const run = await testAws.assume(role, { env: { PATH: '/nonexistent', SHELL: '/nonexistent' } })
    expect(run).toMatchObject({ stderr: '', exitCode: 0 })
  })

  it('sends no long-term secret, and the MFA code only in the first call', async () => {
    const testAws = await TestAws.open()
    const { calls } = await testAws.session(['Bob', demoRole.name, '123456'])
    const sent = JSON.stringify([calls, testAws.aws.calls])
    for (const secret of longTerm) expect(sent).not.toContain(secret)
    expect(calls.map(({ TokenCode }) => TokenCode)).toEqual(['123456', undefined])
  })
})
