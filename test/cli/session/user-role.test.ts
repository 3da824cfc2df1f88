import {
  idWithoutAccount,
  type Role,
  roleArn,
  secretAccessKey,
  type User,
  uniqueId,
  userArn,
} from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import {
  alice,
  bob,
  demoRole,
  demoWorld,
  noMfaRole,
  otherAccountRole,
} from '../../../src/demo/fixture.ts'
import { keysOf } from '../../support/home.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const bobsKey = bob.accessKeys[0]?.accessKeyId
const serial = 'arn:aws:iam::123456789012:mfa/Bob'

/** GetSessionToken gets the code, and the credentials that it returns assume the role. */
const codeCall = {
  action: 'GetSessionToken',
  DurationSeconds: '14400',
  SerialNumber: serial,
  TokenCode: '123456',
  by: bobsKey,
  at: 'us-east-1',
}
const roleCall = {
  action: 'AssumeRole',
  RoleArn: roleArn(demoRole),
  RoleSessionName: 'Bob',
  by: expect.stringMatching(/^ASIA/),
  at: 'us-east-1',
}
const oneCode = 'assume: MFA done: roles reached from profile "Bob" need no more codes for 4 h\n'

/** Bob with a key whose ID does not contain the account, as AWS created keys before 2019. */
const oldBob: User = {
  ...bob,
  accessKeys: [
    {
      accessKeyId: idWithoutAccount('AKIA', 'old Bob'),
      secretAccessKey: secretAccessKey('old Bob'),
    },
  ],
}
const oldKey = oldBob.accessKeys[0]?.accessKeyId
const oldWorld = { ...demoWorld, users: [oldBob, alice] }
const whoIsOld = { action: 'GetCallerIdentity', by: oldKey, at: 'us-east-1' }

describe('assume USER ROLE CODE', () => {
  it('with --duration 4h sends the code in one call to AssumeRole', async () => {
    const testAws = await TestAws.open()
    const run = await testAws.assume(['Bob', demoRole.name, '123456', '--duration', '4h'])
    expect(run).toMatchObject({
      stderr:
        'assume: the code goes to the role itself: 4 h asked for, and from an MFA session AWS gives 1 h\n',
      exitCode: 0,
    })
    const { DurationSeconds, SerialNumber, TokenCode, by } = codeCall
    expect(run.calls).toEqual([{ ...roleCall, DurationSeconds, SerialNumber, TokenCode, by }])
  })

  it('gets an MFA session for all roles with the code, without a lookup before', async () => {
    const testAws = await TestAws.open()
    const run = await testAws.assume(['Bob', demoRole.name, '123456'])
    expect(run).toMatchObject({ stderr: oneCode, exitCode: 0 })
    expect(run.calls).toEqual([codeCall, roleCall])
    const variables = await evaluated(run.stdout)
    expect(variables).toMatchObject({
      AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/),
      AWS_ACCOUNT_ID: '123456789012',
      AWS_CREDENTIAL_EXPIRATION: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      AWSUME_PROFILE: demoRole.name,
      ASSUME_ROLE: demoRole.name,
      ASSUME_KEY_ID: variables.AWS_ACCESS_KEY_ID,
    })
    expect(Date.parse(variables.AWS_CREDENTIAL_EXPIRATION ?? '') / 1000).toBe(
      Number(variables.ASSUME_EXPIRES),
    )
    expect(await testAws.callerOf(variables)).toBe(
      'arn:aws:sts::123456789012:assumed-role/aws-cli-test-iam-role/Bob',
    )
  })

  it('prints the JSON for a credential_process with --format process', async () => {
    const testAws = await TestAws.open()
    const { session, stderr } = await testAws.session(['Bob', demoRole.name, '123456'])
    expect(stderr).toBe(oneCode)
    expect(session).toEqual({
      Version: 1,
      AccessKeyId: expect.stringMatching(/^ASIA/),
      SecretAccessKey: expect.stringMatching(/^[\w/+]{40}$/),
      SessionToken: expect.stringMatching(/^IQoJ/),
      Expiration: expect.stringMatching(/Z$/),
      AccountId: '123456789012',
    })
  })

  it('calls GetCallerIdentity if the key ID does not contain the account', async () => {
    const testAws = await TestAws.open({ world: oldWorld, credentials: keysOf(oldBob) })
    const { calls, stderr } = await testAws.session(['Bob', demoRole.name, '123456'])
    expect(stderr).toBe(oneCode)
    expect(calls).toEqual([whoIsOld, { ...codeCall, by: oldKey }, roleCall])
  })

  it('uses aws_account_id of the profile in place of GetCallerIdentity', async () => {
    const credentials = `${keysOf(oldBob)}aws_account_id = 123456789012\n`
    const testAws = await TestAws.open({ world: oldWorld, credentials })
    const { calls } = await testAws.session(['Bob', demoRole.name, '123456'])
    expect(calls).toEqual([{ ...codeCall, by: oldKey }, roleCall])
  })

  it('uses keys in the config file', async () => {
    const config = keysOf(bob, 'profile Bob')
    const testAws = await TestAws.open({ credentials: '', config })
    const { calls } = await testAws.session(['Bob', demoRole.name, '123456'])
    expect(calls).toEqual([codeCall, roleCall])
  })

  it('assumes a role without MFA if there is no code', async () => {
    const testAws = await TestAws.open()
    const { calls } = await testAws.session(['Bob', noMfaRole.name])
    expect(calls).toEqual([{ ...roleCall, RoleArn: roleArn(noMfaRole), by: bobsKey }])
  })

  const inTeam: Role = { ...noMfaRole, name: 'deploy', path: '/team/blue/' }
  it.each([
    ['a role in another account', '210987654321:demo-other-account-role', otherAccountRole],
    ['a role by its ARN', roleArn(otherAccountRole), otherAccountRole],
    ['a role with its path', 'team/blue/deploy', inTeam],
    ['a role with its path as IAM writes it', '/team/blue/deploy', inTeam],
    ['a role in a named account with its path', '123456789012:team/blue/deploy', inTeam],
  ])('assumes %s', async (_, word, role) => {
    const testAws = await TestAws.open({
      world: { ...demoWorld, roles: [otherAccountRole, inTeam] },
    })
    const run = await testAws.assume(['Bob', word])
    expect(run).toMatchObject({ stderr: '', exitCode: 0 })
    expect(run.calls).toMatchObject([{ RoleArn: roleArn(role), RoleSessionName: 'Bob' }])
    expect(run.calls).toHaveLength(1)
  })

  it('labels a role in another account with the account, because names can repeat', async () => {
    const testAws = await TestAws.open()
    const { stdout } = await testAws.assume(['Bob', '210987654321:demo-other-account-role'])
    expect(await evaluated(stdout)).toMatchObject({
      ASSUME_ROLE: 'demo-other-account-role@210987654321',
      AWS_ACCOUNT_ID: '210987654321',
    })
  })

  it('uses the partition of the user for the MFA device and the role', async () => {
    const gov = { ...bob, mfaDevices: [{ ...bob.mfaDevices[0], serial: govSerial }] } as User
    const role: Role = {
      ...noMfaRole,
      trustPolicy: {
        Statement: {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { AWS: userArn(bob, 'aws-us-gov') },
        },
      },
    }
    const testAws = await TestAws.open({
      world: { partition: 'aws-us-gov', users: [gov], roles: [role] },
      config: '[profile Bob]\nregion = us-gov-east-1\n',
    })
    const { calls } = await testAws.session(['Bob', role.name, '123456'])
    expect(calls).toMatchObject([
      { SerialNumber: govSerial, at: 'us-gov-east-1' },
      { RoleArn: roleArn(role, 'aws-us-gov'), at: 'us-gov-east-1' },
    ])
  })
})

const govSerial = 'arn:aws-us-gov:iam::123456789012:mfa/Bob'

describe('the keys for USER', () => {
  const whoIsBob = { action: 'GetCallerIdentity', by: bobsKey, at: 'us-east-1' }

  it('are those of the profile with exactly this name', async () => {
    const testAws = await TestAws.open({ credentials: keysOf(alice, 'BOB') + keysOf(bob, 'Bob') })
    expect((await testAws.session(['Bob', noMfaRole.name])).calls).toMatchObject([{ by: bobsKey }])
  })

  it.each([
    ['bob', 'Bob'],
    ['Bob', 'bob'],
    ['bOB', 'BOB'],
  ])('for %s are in the profile %s, and AWS returns the exact user name', async (word, profile) => {
    const testAws = await TestAws.open({ credentials: keysOf(bob, profile) })
    const { calls, stderr } = await testAws.session([word, demoRole.name, '123456'])
    expect(stderr).toBe(oneCode.replace('Bob', profile))
    expect(calls).toEqual([whoIsBob, codeCall, roleCall])
  })

  it('are ambiguous if two profiles differ only in case', async () => {
    const testAws = await TestAws.open({ credentials: keysOf(bob, 'Bob') + keysOf(bob, 'bob') })
    expect(await testAws.assume(['BOB', noMfaRole.name])).toEqual({
      stdout: '(exit 1);\n',
      stderr: 'assume: "BOB" could be "Bob" and "bob"\n  hint: write it as one of these\n',
      exitCode: 1,
      calls: [],
    })
  })

  it('are those of [default] if AWS says that they belong to user/USER', async () => {
    const testAws = await TestAws.open({ credentials: keysOf(bob, 'default') })
    const { calls } = await testAws.session(['bob', demoRole.name, '123456'])
    expect(calls).toEqual([whoIsBob, codeCall, roleCall])
  })

  it.each(['Bbo', 'Bob2', 'user/Bob', ''])('never belong to another user: %j', async (word) => {
    const testAws = await TestAws.open({ credentials: keysOf(bob, 'default') })
    const { stdout, stderr, exitCode, calls } = await testAws.assume([word, noMfaRole.name])
    expect({ stdout, exitCode, calls }).toEqual({
      stdout: '(exit 2);\n',
      exitCode: 2,
      calls: [whoIsBob],
    })
    const reason = /^(Bbo|Bob2)$/.test(word)
      ? 'did you mean "Bob"?'
      : 'the keys of [default] are those of arn:aws:iam::123456789012:user/Bob'
    expect(stderr).toContain(`assume: there is no profile or command "${word}"\n`)
    expect(stderr).toContain(`  hint: ${reason}\n`)
  })

  it('are not found without USER and [default], and a hint suggests a similar name', async () => {
    const testAws = await TestAws.open({ credentials: keysOf(alice) })
    expect(await testAws.assume(['Alcie', noMfaRole.name])).toEqual({
      stdout: '(exit 2);\n',
      stderr: 'assume: there is no profile or command "Alcie"\n  hint: did you mean "Alice"?\n',
      exitCode: 2,
      calls: [],
    })
  })

  it('are those of the profile, even if they belong to another user', async () => {
    const robert: User = {
      ...bob,
      name: 'Robert',
      accessKeys: [
        {
          accessKeyId: uniqueId('AKIA', '123456789012', 'Robert'),
          secretAccessKey: secretAccessKey('Robert'),
        },
      ],
    }
    const testAws = await TestAws.open({
      world: { ...demoWorld, users: [bob, robert] },
      credentials: keysOf(robert, 'Bob'),
    })
    const { calls, exitCode } = await testAws.assume(['Bob', noMfaRole.name])
    expect({ calls: calls.length, exitCode }).toEqual({ calls: 1, exitCode: 1 })
  })
})
