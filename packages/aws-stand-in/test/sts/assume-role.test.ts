import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
} from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { secretAccessKey, uniqueId } from '../../src/state/access-key-id.ts'
import { type Role, roleArn, userArn, type World } from '../../src/state/world.ts'
import { accounts, bob, demoRole, externalIdRole, noMfaRole } from '../fixture.ts'
import { keysIn, keysOf, sdk, send } from '../sdk.ts'
import { standIn } from '../stand-in.ts'

function assume(more: Partial<AssumeRoleCommandInput> = {}, role: Role = noMfaRole) {
  return new AssumeRoleCommand({ RoleArn: roleArn(role), RoleSessionName: 'test', ...more })
}

/** Lets Bob in, for these actions. */
function trusting(name: string, ...Action: string[]): Role {
  const Principal = { AWS: userArn(bob) }
  return {
    ...noMfaRole,
    name,
    trustPolicy: { Statement: { Effect: 'Allow', Principal, Action } },
  }
}

function invalid(message: string) {
  return { name: 'ValidationError', message, $metadata: { httpStatusCode: 400 } }
}

describe('AssumeRole', () => {
  it('gives keys of the role', async () => {
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

  it('answers in STS’s XML', async () => {
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

  it('leaves the path out of the session’s ARN, and wants it in the role’s', async () => {
    const role: Role = { ...noMfaRole, path: '/team/blue/' }
    const aws = await standIn({ world: { ...accounts, roles: [role] } })
    expect(roleArn(role)).toBe('arn:aws:iam::123456789012:role/team/blue/demo-no-mfa-role')
    expect((await sdk(aws).send(assume({}, role))).AssumedRoleUser?.Arn).toBe(
      'arn:aws:sts::123456789012:assumed-role/demo-no-mfa-role/test',
    )
    await expect(sdk(aws).send(assume())).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  it('plays other partitions', async () => {
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

  it('says the same of a role that denies and of one that is not there', async () => {
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

  it('is refused to the root user', async () => {
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

describe('the parameters of AssumeRole', () => {
  const name = (value: string) => ({ RoleSessionName: value })

  it.each<[Partial<AssumeRoleCommandInput>, string]>([
    [
      name('Session1:2'),
      "1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    ],
    [
      name('x'.repeat(65)),
      `1 validation error detected: Value '${'x'.repeat(65)}' at 'roleSessionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    ],
    [
      { RoleArn: 'short' },
      "1 validation error detected: Value 'short' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20",
    ],
    [{ RoleArn: 'nothing-valid-in-here' }, 'nothing-valid-in-here is invalid'],
    [
      { DurationSeconds: 899 },
      "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    ],
    [
      { DurationSeconds: 43_201 },
      "1 validation error detected: Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200",
    ],
    [
      { SerialNumber: 'bad serial', TokenCode: 'abcdef' },
      "2 validation errors detected: Value 'bad serial' at 'serialNumber' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=/:,.@-]*; Value 'abcdef' at 'tokenCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\d]*",
    ],
    [
      { ExternalId: '!', RoleSessionName: '?' },
      "4 validation errors detected: Value '?' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2; Value '?' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*; Value '!' at 'externalId' failed to satisfy constraint: Member must have length greater than or equal to 2; Value '!' at 'externalId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@:\\/-]*",
    ],
  ])('%j are refused', async (parameters, message) => {
    await expect(sdk(await standIn()).send(assume(parameters))).rejects.toMatchObject(
      invalid(message),
    )
  })

  it('have to be there', async () => {
    expect(await send(await standIn(), { Action: 'AssumeRole' })).toMatchObject({
      status: 400,
      code: 'ValidationError',
      message:
        "2 validation errors detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null; Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null",
    })
  })
})

describe('the duration of a role session', () => {
  it('goes up to the maximum of the role', async () => {
    const aws = await standIn()
    const code = { SerialNumber: bob.mfaDevices[0]?.serial, TokenCode: '123456' }
    const longest = await sdk(aws).send(assume({ ...code, DurationSeconds: 14_400 }, demoRole))
    const left = (longest.Credentials?.Expiration?.getTime() ?? 0) - Date.now()
    expect(left / 1000).toBeGreaterThan(14_390)
    const message =
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'
    await expect(
      sdk(aws).send(assume({ ...code, DurationSeconds: 14_401 }, demoRole)),
    ).rejects.toMatchObject(invalid(message))
    await expect(
      sdk(aws).send(
        assume({ ExternalId: 'demo-external-id', DurationSeconds: 3601 }, externalIdRole),
      ),
    ).rejects.toMatchObject(invalid(message))
  })

  it('is not told to those who may not assume the role', async () => {
    await expect(
      sdk(await standIn()).send(assume({ DurationSeconds: 43_200 }, demoRole)),
    ).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  it('is an hour at most from temporary keys, of GetSessionToken’s as of a role’s', async () => {
    const next: Role = {
      ...noMfaRole,
      name: 'next',
      trustPolicy: {
        Statement: {
          Effect: 'Allow',
          Principal: { AWS: [userArn(bob), roleArn(noMfaRole)] },
          Action: 'sts:AssumeRole',
        },
      },
    }
    const aws = await standIn({ world: { ...accounts, roles: [noMfaRole, next] } })
    const session = keysIn(await sdk(aws).send(new GetSessionTokenCommand()))
    const role = keysIn(await sdk(aws).send(assume()))
    for (const keys of [session, role]) {
      const client = sdk(aws, keys)
      await expect(client.send(assume({ DurationSeconds: 3600 }, next))).resolves.toBeDefined()
      await expect(client.send(assume({ DurationSeconds: 3601 }, next))).rejects.toMatchObject(
        invalid(
          'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
        ),
      )
    }
  })
})

describe('session policies, tags and source identities', () => {
  const tagging = trusting('tagging', 'sts:AssumeRole', 'sts:TagSession')
  const naming = trusting('naming', 'sts:AssumeRole', 'sts:SetSourceIdentity')
  const start: Role = {
    ...trusting('start', 'sts:*'),
    policies: { all: { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } } },
  }
  const end: Role = {
    ...noMfaRole,
    name: 'end',
    trustPolicy: {
      Statement: { Effect: 'Allow', Principal: { AWS: roleArn(start) }, Action: ['sts:*'] },
    },
  }
  const world: World = { ...accounts, roles: [noMfaRole, tagging, naming, start, end] }
  const denied = (action: string, role: Role) => ({
    name: 'AccessDenied',
    message: `User: arn:aws:iam::123456789012:user/Bob is not authorized to perform: ${action} on resource: ${roleArn(role)}`,
  })
  const badTags = (message: string) => ({ name: 'InvalidParameterValue', message })

  it('tags need sts:TagSession', async () => {
    const client = sdk(await standIn({ world }))
    const Tags = [{ Key: 'team', Value: 'blue' }]
    await expect(client.send(assume({ Tags }, tagging))).resolves.toBeDefined()
    await expect(client.send(assume({ Tags }))).rejects.toMatchObject(
      denied('sts:TagSession', noMfaRole),
    )
  })

  it('tags are looked at as a whole', async () => {
    const aws = await standIn({ world })
    const Tags = [{ Key: 'team', Value: 'blue' }]
    await expect(
      sdk(aws).send(assume({ Tags: [...Tags, { Key: 'TEAM', Value: '' }] }, tagging)),
    ).rejects.toMatchObject(
      badTags('Duplicate tag keys found. Please note that Tag keys are case insensitive.'),
    )
    await expect(
      sdk(aws).send(assume({ Tags, TransitiveTagKeys: ['other'] }, tagging)),
    ).rejects.toMatchObject(
      badTags('The specified transitive tag key must be included in the requested tags.'),
    )
    const keys = keysIn(await sdk(aws).send(assume({ Tags, TransitiveTagKeys: ['team'] }, start)))
    await expect(sdk(aws, keys).send(assume({ Tags }, end))).rejects.toMatchObject(
      badTags(
        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
      ),
    )
  })

  it('a source identity needs sts:SetSourceIdentity, and stays through a chain', async () => {
    const aws = await standIn({ world })
    const SourceIdentity = 'bob@example.com'
    await expect(sdk(aws).send(assume({ SourceIdentity }))).rejects.toMatchObject(
      denied('sts:SetSourceIdentity', noMfaRole),
    )
    expect(await sdk(aws).send(assume({ SourceIdentity }, naming))).toMatchObject({
      SourceIdentity,
    })
    const keys = keysIn(await sdk(aws).send(assume({ SourceIdentity }, start)))
    expect(await sdk(aws, keys).send(assume({}, end))).toMatchObject({ SourceIdentity })
    await expect(sdk(aws, keys).send(assume({ SourceIdentity: 'eve' }, end))).rejects.toMatchObject(
      { name: 'AccessDenied' },
    )
  })

  it('session policies are no larger together than AWS takes', async () => {
    const aws = await standIn({ world })
    const arn = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
    const sized = (length: number) => `{"Statement":[]}`.padEnd(length)
    const request = (length: number) =>
      assume({ Policy: sized(length), PolicyArns: [{ arn }] }, start)
    await expect(sdk(aws).send(request(2048 - arn.length))).resolves.toBeDefined()
    await expect(sdk(aws).send(request(2049 - arn.length))).rejects.toMatchObject({
      name: expect.stringContaining('PackedPolicyTooLarge'),
      message: 'Packed policy consumes 101% of allotted space, please use smaller policy.',
    })
  })

  it('a session policy is weighed, and takes away from what the role may do', async () => {
    const aws = await standIn({ world })
    const policy = (Action: string) =>
      JSON.stringify({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] })
    const free = await sdk(aws).send(assume({ Policy: policy('sts:AssumeRole') }, start))
    expect(free.PackedPolicySize).toBeGreaterThan(0)
    await expect(sdk(aws, keysIn(free)).send(assume({}, end))).resolves.toBeDefined()
    const bound = await sdk(aws).send(assume({ Policy: policy('s3:*') }, start))
    await expect(sdk(aws, keysIn(bound)).send(assume({}, end))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
  })

  it('a session policy has to be one', async () => {
    const client = sdk(await standIn())
    for (const Policy of ['not JSON', '[]', 'null', '{}']) {
      await expect(client.send(assume({ Policy }))).rejects.toMatchObject({
        name: 'MalformedPolicyDocumentException',
        message: 'This policy contains invalid Json',
      })
    }
    await expect(client.send(assume({ Policy: 'x'.repeat(2049) }))).rejects.toMatchObject({
      name: 'ValidationError',
    })
  })

  it('of a managed session policy that the world tells is weighed too', async () => {
    const arn = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
    const Statement = { Effect: 'Allow' as const, Action: 's3:Get*', Resource: '*' }
    const aws = await standIn({
      world: { ...world, managedPolicies: { [arn]: { document: { Statement } } } },
    })
    const bound = await sdk(aws).send(assume({ PolicyArns: [{ arn }] }, start))
    const keys = keysIn(bound)
    await expect(sdk(aws, keys).send(assume({}, end))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
    // Any one of its session policies is enough.
    const Policy = JSON.stringify({ Statement: { ...Statement, Action: 'sts:AssumeRole' } })
    const both = await sdk(aws).send(assume({ PolicyArns: [{ arn }], Policy }, start))
    await expect(sdk(aws, keysIn(both)).send(assume({}, end))).resolves.toBeDefined()
  })

  it('the tags of a session can be asked for, and go on to the next if they are transitive', async () => {
    const wanting = (name: string, Condition: object): Role => ({
      ...end,
      name,
      trustPolicy: {
        Statement: {
          Effect: 'Allow',
          Principal: { AWS: [roleArn(start), roleArn(end)] },
          Action: ['sts:*'],
          Condition: Condition as never,
        },
      },
    })
    const blue = wanting('blue', { StringEquals: { 'aws:PrincipalTag/team': 'blue' } })
    const red = wanting('red', { StringEquals: { 'aws:RequestTag/team': 'red' } })
    const passing = { ...end, policies: start.policies ?? {} }
    const roles = [start, passing, blue, red]
    const aws = await standIn({ world: { ...world, roles } })
    const Tags = [
      { Key: 'Team', Value: 'blue' },
      { Key: 'cost', Value: '' },
    ]
    const first = keysIn(await sdk(aws).send(assume({ Tags, TransitiveTagKeys: ['Team'] }, start)))
    await expect(sdk(aws, first).send(assume({}, blue))).resolves.toBeDefined()
    const second = keysIn(await sdk(aws, first).send(assume({}, passing)))
    await expect(sdk(aws, second).send(assume({}, blue))).resolves.toBeDefined()
    const lost = keysIn(await sdk(aws).send(assume({ Tags }, start)))
    const plain = keysIn(await sdk(aws, lost).send(assume({}, passing)))
    await expect(sdk(aws, plain).send(assume({}, blue))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
    const asRed = assume({ Tags: [{ Key: 'team', Value: 'red' }] }, red)
    await expect(sdk(aws, lost).send(asRed)).resolves.toBeDefined()
    await expect(sdk(aws, lost).send(assume({}, red))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
  })

  it('managed session policies that it does not know are recorded, and what they allow is not guessed', async () => {
    const aws = await standIn({ world })
    const arn = 'arn:aws:iam::aws:policy/PowerUserAccess'
    const keys = keysIn(await sdk(aws).send(assume({ PolicyArns: [{ arn }] }, start)))
    expect(aws.calls[0]?.params).toMatchObject({ 'PolicyArns.member.1.arn': arn })
    await expect(sdk(aws, keys).send(assume({}, end))).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining(arn),
    })
  })
})
