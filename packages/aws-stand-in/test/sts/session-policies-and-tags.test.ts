import { describe, expect, it } from 'vitest'
import { type Role, roleArn, type World } from '../../src/state/world.ts'
import { accounts, noMfaRole } from '../fixture.ts'
import { keysIn, sdk } from '../sdk.ts'
import { standIn } from '../stand-in.ts'
import { assume, trusting } from './assume-role-command.ts'

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

  it('session tags require sts:TagSession', async () => {
    const client = sdk(await standIn({ world }))
    const Tags = [{ Key: 'team', Value: 'blue' }]
    await expect(client.send(assume({ Tags }, tagging))).resolves.toBeDefined()
    await expect(client.send(assume({ Tags }))).rejects.toMatchObject(
      denied('sts:TagSession', noMfaRole),
    )
  })

  it('session tags are validated together', async () => {
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

  it('a source identity requires sts:SetSourceIdentity, and persists in role chaining', async () => {
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

  it('the total size of session policies is limited', async () => {
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

  it('a session policy limits the permissions of the role', async () => {
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

  it('a session policy must be a valid policy document', async () => {
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

  it('a managed session policy of the world limits the permissions of the role', async () => {
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
    // One session policy that allows the action is enough.
    const Policy = JSON.stringify({ Statement: { ...Statement, Action: 'sts:AssumeRole' } })
    const both = await sdk(aws).send(assume({ PolicyArns: [{ arn }], Policy }, start))
    await expect(sdk(aws, keysIn(both)).send(assume({}, end))).resolves.toBeDefined()
  })

  it('session tags are available as condition keys, and transitive tags persist in role chaining', async () => {
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

  it('unknown managed session policies are recorded, and their use is not implemented', async () => {
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
