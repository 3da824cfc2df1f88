import { GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { secretAccessKey, uniqueId } from '../../src/state/access-key-id.ts'
import { type Role, roleArn } from '../../src/state/world.ts'
import { accounts, bob, demoRole, noMfaRole } from '../fixture.ts'
import { keysIn, keysOf, sdk, send } from '../sdk.ts'
import { standIn } from '../stand-in.ts'
import { assume } from './assume-role-command.ts'

describe('AssumeRole', () => {
  it('returns credentials of the role', async () => {
    const second = Math.floor(Date.now() / 1000) * 1000
    const aws = await standIn({ now: () => new Date(second + 999) })
    const answer = await sdk(aws).send(assume({}, { ...noMfaRole }))
    const keys = keysIn(answer)
    expect(answer.AssumedRoleUser).toEqual({
      Arn: 'arn:aws:sts::123456789012:assumed-role/demo-no-mfa-role/test',
      AssumedRoleId: expect.stringMatching(/^AROA[A-Z2-7]{16}:test$/),
    })
    expect(keys.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/)
    expect(keys.secretAccessKey).toMatch(/^[\w+/]{40}$/)
    expect(keys.sessionToken).toMatch(/^IQoJb3JpZ2luX2Vj[\w+/]{300,}==$/)
    expect(keys.sessionToken).toContain('+/')
    const end = answer.Credentials?.Expiration?.getTime() ?? 0
    expect(end - second).toBe(3_600_000)
    expect(answer).not.toHaveProperty('PackedPolicySize')
    expect(await sdk(aws, keys).send(new GetCallerIdentityCommand())).toMatchObject({
      Arn: answer.AssumedRoleUser?.Arn,
      UserId: answer.AssumedRoleUser?.AssumedRoleId,
      Account: '123456789012',
    })
  })

  it('responds in the XML of STS', async () => {
    const aws = await standIn()
    const parameters = {
      Action: 'AssumeRole',
      RoleArn: roleArn(noMfaRole),
      RoleSessionName: 'test',
    }
    const { body } = await send(aws, parameters)
    expect(body).toMatch(
      /^<AssumeRoleResponse xmlns="https:\/\/sts.amazonaws.com\/doc\/2011-06-15\/"><AssumeRoleResult>.*<Expiration>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ<\/Expiration>.*<\/AssumeRoleResult><ResponseMetadata><RequestId>[\da-f-]{36}<\/RequestId><\/ResponseMetadata><\/AssumeRoleResponse>$/,
    )
    const error = await send(aws, { ...parameters, RoleSessionName: '<>&"' })
    expect(error.body).toMatch(
      /^<ErrorResponse xmlns="[^"]+"><Error><Type>Sender<\/Type><Code>ValidationError<\/Code><Message>[^<]*&lt;&gt;&amp;&quot;[^<]*<\/Message><\/Error><RequestId>[\da-f-]{36}<\/RequestId><\/ErrorResponse>$/,
    )
  })

  it("omits the role's path in the session’s ARN, and requires it in the role’s ARN", async () => {
    const role: Role = { ...noMfaRole, path: '/team/blue/' }
    const aws = await standIn({ world: { ...accounts, roles: [role] } })
    expect(roleArn(role)).toBe('arn:aws:iam::123456789012:role/team/blue/demo-no-mfa-role')
    expect((await sdk(aws).send(assume({}, role))).AssumedRoleUser?.Arn).toBe(
      'arn:aws:sts::123456789012:assumed-role/demo-no-mfa-role/test',
    )
    await expect(sdk(aws).send(assume())).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  it('supports other partitions', async () => {
    const govRole: Role = {
      ...noMfaRole,
      trustPolicy: {
        Statement: {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws-us-gov:iam::123456789012:root' },
          Action: 'sts:AssumeRole',
        },
      },
    }
    const aws = await standIn({
      world: { partition: 'aws-us-gov', users: [bob], roles: [govRole] },
    })
    const answer = await sdk(aws).send(assume({ RoleArn: roleArn(govRole, 'aws-us-gov') }))
    expect(answer.AssumedRoleUser?.Arn).toMatch(/^arn:aws-us-gov:sts::/)
    await expect(sdk(aws).send(assume())).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  it('returns the same error for a role that denies access and for a role that does not exist', async () => {
    const client = sdk(await standIn())
    for (const name of [demoRole.name, 'missing']) {
      const RoleArn = `arn:aws:iam::123456789012:role/${name}`
      await expect(client.send(assume({ RoleArn }))).rejects.toMatchObject({
        name: 'AccessDenied',
        message: `User: arn:aws:iam::123456789012:user/Bob is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
        $metadata: { httpStatusCode: 403 },
      })
    }
  })

  it('rejects the root user', async () => {
    const root = {
      account: '123456789012',
      accessKeys: [
        { accessKeyId: uniqueId('AKIA', '123456789012'), secretAccessKey: secretAccessKey() },
      ],
    }
    const aws = await standIn({ world: { ...accounts, roots: [root] } })
    const refusal = {
      name: 'AccessDenied',
      message: 'Roles may not be assumed by root accounts.',
    }
    const client = sdk(aws, keysOf(root))
    expect(await client.send(new GetCallerIdentityCommand())).toMatchObject({
      Arn: 'arn:aws:iam::123456789012:root',
      UserId: '123456789012',
    })
    await expect(client.send(assume())).rejects.toMatchObject(refusal)
    const session = await client.send(new GetSessionTokenCommand({ DurationSeconds: 7200 }))
    const left = (session.Credentials?.Expiration?.getTime() ?? 0) - Date.now()
    expect(left).toBeLessThanOrEqual(3_600_000)
    await expect(sdk(aws, keysIn(session)).send(assume())).rejects.toMatchObject(refusal)
  })
})
