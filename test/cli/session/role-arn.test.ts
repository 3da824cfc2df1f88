import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import {
  alice,
  bob,
  externalIdRole,
  noMfaRole,
  otherAccountRole,
} from '../../../src/demo/fixture.ts'
import { keysOf } from '../../support/home.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const arn = roleArn(noMfaRole)
const [bobsKey] = bob.accessKeys
const [alicesKey] = alice.accessKeys
const noKeys = 'the environment has none'

const inEnvironment = {
  AWS_ACCESS_KEY_ID: bobsKey?.accessKeyId ?? '',
  AWS_SECRET_ACCESS_KEY: bobsKey?.secretAccessKey ?? '',
}

/** Alice has no permissions, so only Bob's keys can assume a role. */
const everybody = keysOf(alice, 'default') + keysOf(alice) + keysOf(bob)

describe('the source credentials for a bare ROLE_ARN', () => {
  it.each([
    ['--source-profile', ['--source-profile', 'Bob'], { AWS_PROFILE: 'Alice' }],
    ['keys in the environment', [], { ...inEnvironment, AWS_PROFILE: 'Alice' }],
    ['AWS_PROFILE', [], { AWS_PROFILE: 'Bob', AWS_DEFAULT_PROFILE: 'Alice' }],
    ['AWS_DEFAULT_PROFILE', [], { AWS_PROFILE: '', AWS_DEFAULT_PROFILE: 'Bob' }],
  ])('come from %s', async (_, options, env) => {
    const testAws = await TestAws.open({ credentials: everybody })
    const { calls, stderr } = await testAws.session([arn, ...options], { env })
    expect(stderr).toBe('')
    expect(calls).toMatchObject([{ action: 'AssumeRole', by: bobsKey?.accessKeyId }])
    expect(calls).toHaveLength(1)
  })

  it('come from [default] if nothing else is set', async () => {
    const testAws = await TestAws.open({ credentials: keysOf(bob, 'default') + keysOf(alice) })
    const { calls } = await testAws.session([arn])
    expect(calls).toMatchObject([{ by: bobsKey?.accessKeyId }])
  })

  it('come from --source-profile even if keys are in the environment', async () => {
    const testAws = await TestAws.open({ credentials: everybody })
    const run = { env: inEnvironment }
    const { calls, exitCode } = await testAws.assume([arn, '--source-profile', 'Alice'], run)
    expect(exitCode).toBe(1)
    expect(calls).toMatchObject([{ by: alicesKey?.accessKeyId }])
  })

  it('come from the role of AWS_PROFILE, which is assumed first', async () => {
    const config = [
      '[profile hub]',
      `role_arn = ${roleArn(externalIdRole)}`,
      'external_id = demo-external-id',
      'source_profile = Bob',
      'region = eu-central-1',
    ].join('\n')
    const testAws = await TestAws.open({ config })
    const { calls, exitCode } = await testAws.assume([arn], { env: { AWS_PROFILE: 'hub' } })
    expect(exitCode).toBe(1)
    expect(calls).toMatchObject([
      { RoleArn: roleArn(externalIdRole), at: 'eu-central-1' },
      { RoleArn: arn, at: 'eu-central-1' },
    ])
  })

  it('the label omits the account if it is the account of the user', async () => {
    const testAws = await TestAws.open({ credentials: keysOf(bob, 'default') })
    const [own, other] = [
      await testAws.assume([arn]),
      await testAws.assume([roleArn(otherAccountRole)]),
    ]
    expect(await evaluated(own.stdout)).toMatchObject({ ASSUME_ROLE: noMfaRole.name })
    expect(await evaluated(other.stdout)).toMatchObject({
      ASSUME_ROLE: 'demo-other-account-role@210987654321',
      AWS_ACCOUNT_ID: '210987654321',
    })
  })
})

describe('a bare ROLE_ARN', () => {
  it.each([
    [
      'no keys anywhere',
      {},
      `whose keys? ${noKeys}, and profile "default" is not in ~/.aws/config or ~/.aws/credentials`,
      `to use the keys of the profile "Bob": assume --source-profile Bob ${roleArn(noMfaRole)}`,
    ],
    [
      'an AWS_PROFILE that does not exist',
      { AWS_PROFILE: 'Bobb' },
      'AWS_PROFILE "Bobb" is not in ~/.aws/config or ~/.aws/credentials',
      'did you mean "Bob"?',
    ],
    [
      'an AWS_DEFAULT_PROFILE that does not exist',
      { AWS_DEFAULT_PROFILE: 'Bobb' },
      'AWS_DEFAULT_PROFILE "Bobb" is not in ~/.aws/config or ~/.aws/credentials',
      'did you mean "Bob"?',
    ],
    [
      'a key without its secret',
      { AWS_ACCESS_KEY_ID: bobsKey?.accessKeyId ?? '' },
      'AWS_ACCESS_KEY_ID is set in the environment, but AWS_SECRET_ACCESS_KEY is not',
      'set both, or neither: unset AWS_ACCESS_KEY_ID',
    ],
    [
      'a secret without its key',
      { AWS_SECRET_ACCESS_KEY: 'x' },
      'AWS_SECRET_ACCESS_KEY is set in the environment, but AWS_ACCESS_KEY_ID is not',
      'set both, or neither: unset AWS_SECRET_ACCESS_KEY',
    ],
  ])('fails with a hint: %s', async (_, env: Record<string, string>, message, hint) => {
    const testAws = await TestAws.open()
    const { stderr, ...others } = await testAws.assume([arn], { env })
    expect(others).toEqual({ stdout: '(exit 1);\n', exitCode: 1, calls: [] })
    expect(stderr).toContain(`assume: ${message}\n`)
    expect(stderr).toContain(`  hint: ${hint}\n`)
  })

  it('fails with a hint: a --source-profile that does not exist', async () => {
    const testAws = await TestAws.open()
    expect(await testAws.assume([arn, '--source-profile', 'bob'])).toEqual({
      stdout: '(exit 1);\n',
      stderr:
        'assume: --source-profile "bob" is not in ~/.aws/config or ~/.aws/credentials\n' +
        '  hint: did you mean "Bob"?\n',
      exitCode: 1,
      calls: [],
    })
  })

  it('is assumed with keys in the environment even if AWS_PROFILE does not exist', async () => {
    const testAws = await TestAws.open()
    const env = { ...inEnvironment, AWS_PROFILE: 'nobody' }
    expect((await testAws.session([arn], { env })).calls).toHaveLength(1)
  })
})
