import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  DeleteAccessKeyCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  DeleteVirtualMFADeviceCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  EnableMFADeviceCommand,
  GetLoginProfileCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListInstanceProfilesForRoleCommand,
  ListMFADevicesCommand,
  ListPoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
  ListVirtualMFADevicesCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import type { DemoAws } from '../../../src/demo/aws.ts'
import { admin, bob, demoRole, story } from '../../../src/demo/story.ts'
import { totp } from '../../../src/demo/totp.ts'
import { type Keys, keysIn, keysOf, sdk } from './clients.ts'
import { demo } from './running.ts'

const account = '123456789012'
const arn = `arn:aws:iam::${account}`
const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess'

/** The real SDK, as an administrator unless told otherwise. */
const iam = (aws: DemoAws, keys: Keys = keysOf(admin)) =>
  new IAMClient({ endpoint: aws.url, region: 'us-east-1', credentials: keys, maxAttempts: 1 })

const trusting = (principal: object | string, more: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...more }],
  })

const allowing = (Resource: string, Action = 'sts:AssumeRole') =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource } })

const carol = { UserName: 'Carol' }
const made = { RoleName: 'made' }
const policy = { PolicyArn: `${arn}:policy/own` }
const device = { SerialNumber: `${arn}:mfa/Carol` }
const assumed = { RoleArn: `${arn}:role/made`, RoleSessionName: 'carol' }

describe('what IAM makes', () => {
  it('is there for STS at once, and gone when it is deleted', async () => {
    const aws = await demo()
    const client = iam(aws)
    const { User } = await client.send(
      new CreateUserCommand({ ...carol, Tags: [{ Key: 'made-by', Value: 'us' }] }),
    )
    expect(User).toMatchObject({
      Arn: `${arn}:user/Carol`,
      Tags: [{ Key: 'made-by', Value: 'us' }],
    })
    const { AccessKey } = await client.send(new CreateAccessKeyCommand(carol))
    const keys = {
      accessKeyId: `${AccessKey?.AccessKeyId}`,
      secretAccessKey: `${AccessKey?.SecretAccessKey}`,
    }
    const sts = sdk(aws, keys)
    expect(await sts.send(new GetCallerIdentityCommand())).toMatchObject({
      Arn: `${arn}:user/Carol`,
      UserId: User?.UserId,
    })

    const ofAccount = trusting({ AWS: `${arn}:root` })
    await client.send(new CreateRoleCommand({ ...made, AssumeRolePolicyDocument: ofAccount }))
    const assume = () => sts.send(new AssumeRoleCommand(assumed))
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' })
    const PolicyDocument = allowing(assumed.RoleArn)
    await client.send(new CreatePolicyCommand({ PolicyName: 'own', PolicyDocument }))
    await client.send(new AttachUserPolicyCommand({ ...carol, ...policy }))
    const session = keysIn(await assume())

    // A session may do what its role may do by now.
    const list = () => iam(aws, session).send(new ListUsersCommand())
    await expect(list()).rejects.toMatchObject({ name: 'AccessDenied' })
    await client.send(new AttachRolePolicyCommand({ ...made, PolicyArn: readOnly }))
    expect((await list()).Users?.map(({ UserName }) => UserName)).toContain('Carol')

    const Policy = allowing('*', 's3:*')
    const limited = keysIn(await sts.send(new AssumeRoleCommand({ ...assumed, Policy })))
    await expect(iam(aws, limited).send(new ListUsersCommand())).rejects.toMatchObject({
      name: 'AccessDenied',
    })

    await client.send(new DetachUserPolicyCommand({ ...carol, ...policy }))
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' })
    await client.send(new DeletePolicyCommand(policy))
    await client.send(new DetachRolePolicyCommand({ ...made, PolicyArn: readOnly }))
    await client.send(new DeleteRoleCommand(made))
    await expect(list()).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
    await client.send(new DeleteAccessKeyCommand({ ...carol, AccessKeyId: keys.accessKeyId }))
    await expect(assume()).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
    await client.send(new DeleteUserCommand(carol))
    expect(aws.world).toEqual(story)
  })

  it('is shown as IAM shows it', async () => {
    const aws = await demo()
    const client = iam(aws)
    const Tags = [{ Key: 'a', Value: 'b' }]
    await client.send(new CreateUserCommand({ ...carol, Path: '/team/' }))
    await client.send(
      new CreateRoleCommand({
        ...made,
        Path: '/x/',
        Tags,
        MaxSessionDuration: 7200,
        AssumeRolePolicyDocument: trusting({ AWS: `${arn}:user/team/Carol` }),
      }),
    )
    const PolicyDocument = allowing('*')
    await client.send(new CreatePolicyCommand({ PolicyName: 'own', PolicyDocument, Tags }))
    await client.send(new AttachUserPolicyCommand({ ...carol, ...policy }))
    await client.send(new AttachUserPolicyCommand({ ...carol, ...policy }))
    await client.send(new AttachRolePolicyCommand({ ...made, ...policy }))

    const { Role } = await client.send(new GetRoleCommand(made))
    expect(Role).toMatchObject({
      Path: '/x/',
      Arn: `${arn}:role/x/made`,
      Tags,
      MaxSessionDuration: 7200,
      CreateDate: expect.any(Date),
    })
    expect(decodeURIComponent(`${Role?.AssumeRolePolicyDocument}`)).toContain('user/team/Carol')
    const { Policy } = await client.send(new GetPolicyCommand(policy))
    expect(Policy).toMatchObject({
      PolicyName: 'own',
      Path: '/',
      DefaultVersionId: 'v1',
      AttachmentCount: 2,
      IsAttachable: true,
      Tags,
    })
    const { PolicyVersion } = await client.send(
      new GetPolicyVersionCommand({ ...policy, VersionId: 'v1' }),
    )
    expect(decodeURIComponent(`${PolicyVersion?.Document}`)).toBe(PolicyDocument)
    const attached = [{ PolicyName: 'own', PolicyArn: policy.PolicyArn }]
    expect(await client.send(new ListAttachedUserPoliciesCommand(carol))).toMatchObject({
      AttachedPolicies: attached,
      IsTruncated: false,
    })
    expect(await client.send(new ListAttachedRolePoliciesCommand(made))).toMatchObject({
      AttachedPolicies: attached,
    })
    const { Users } = await client.send(new ListUsersCommand())
    expect(Users?.map(({ UserName }) => UserName)).toEqual(['Bob', 'Alice', 'admin', 'Carol'])
    const { Roles } = await client.send(new ListRolesCommand())
    expect(Roles?.map(({ RoleName }) => RoleName)).toContain('made')
    const local = await client.send(new ListPoliciesCommand({ Scope: 'Local' }))
    expect(local.Policies?.map((each) => each.Arn)).toEqual([policy.PolicyArn])
    const all = await client.send(new ListPoliciesCommand())
    expect(all.Policies?.map((each) => each.Arn)).toContain(readOnly)
    const inline = await client.send(new ListUserPoliciesCommand({ UserName: bob.name }))
    expect(inline.PolicyNames).toEqual(['example-policy'])
    expect((await client.send(new ListRolePoliciesCommand(made))).PolicyNames).toEqual([])
    expect((await client.send(new ListGroupsForUserCommand(carol))).Groups).toEqual([])
    const profiles = await client.send(new ListInstanceProfilesForRoleCommand(made))
    expect(profiles.InstanceProfiles).toEqual([])
    // Without a name it is the caller.
    expect((await client.send(new GetUserCommand({}))).User?.UserName).toBe('admin')
    const keys = await client.send(new ListAccessKeysCommand({ UserName: bob.name }))
    expect(keys.AccessKeyMetadata).toMatchObject([
      { UserName: 'Bob', AccessKeyId: keysOf(bob).accessKeyId, Status: 'Active' },
    ])
  })

  it('is a device whose seed makes the codes that count', async () => {
    const aws = await demo()
    const client = iam(aws)
    await client.send(new CreateUserCommand(carol))
    const { VirtualMFADevice } = await client.send(
      new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'Carol' }),
    )
    const { SerialNumber, Base32StringSeed, QRCodePNG } = VirtualMFADevice ?? {}
    expect(SerialNumber).toBe(device.SerialNumber)
    expect(
      Buffer.from(QRCodePNG ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
    const seed = Buffer.from(Base32StringSeed ?? []).toString()
    const codeIn = (seconds: number) => totp(seed, new Date(aws.now().getTime() + seconds * 1000))
    const enable = (one: string, other: string) =>
      client.send(
        new EnableMFADeviceCommand({
          ...carol,
          ...device,
          AuthenticationCode1: one,
          AuthenticationCode2: other,
        }),
      )
    const unassigned = async () => {
      const asked = { AssignmentStatus: 'Unassigned' } as const
      const { VirtualMFADevices } = await client.send(new ListVirtualMFADevicesCommand(asked))
      return VirtualMFADevices?.map((each) => each.SerialNumber)
    }
    expect(await unassigned()).toEqual([device.SerialNumber])
    const [first, second, third] = [codeIn(0), codeIn(30), codeIn(60)]
    await expect(enable(second, first)).rejects.toMatchObject({
      name: 'InvalidAuthenticationCodeException',
    })
    await enable(first, second)
    expect(await unassigned()).toEqual([])
    const { MFADevices } = await client.send(new ListMFADevicesCommand(carol))
    expect(MFADevices).toMatchObject([{ UserName: 'Carol', ...device }])

    const { AccessKey } = await client.send(new CreateAccessKeyCommand(carol))
    const sts = sdk(aws, {
      accessKeyId: `${AccessKey?.AccessKeyId}`,
      secretAccessKey: `${AccessKey?.SecretAccessKey}`,
    })
    const mfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }
    const AssumeRolePolicyDocument = trusting({ AWS: `${arn}:user/Carol` }, mfa)
    await client.send(new CreateRoleCommand({ ...made, AssumeRolePolicyDocument }))
    const assume = (TokenCode: string) =>
      sts.send(new AssumeRoleCommand({ ...assumed, ...device, TokenCode }))
    await expect(sts.send(new AssumeRoleCommand(assumed))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
    await expect(assume(second)).rejects.toMatchObject({ message: expect.stringContaining('code') })
    aws.faults.skewSeconds = 60
    await expect(assume(third)).resolves.toBeDefined()

    await expect(client.send(new DeleteVirtualMFADeviceCommand(device))).rejects.toMatchObject({
      name: 'DeleteConflictException',
    })
    await client.send(new DeactivateMFADeviceCommand({ ...carol, ...device }))
    expect(await unassigned()).toEqual([device.SerialNumber])
    await client.send(new DeleteVirtualMFADeviceCommand(device))
    expect(aws.world.unassignedDevices).toBeUndefined()
  })

  it('is not what was of that name before: a role goes on trusting one who is no more', async () => {
    const aws = await demo()
    const client = iam(aws)
    const { User } = await client.send(new CreateUserCommand(carol))
    const principals = {
      AWS: [`${arn}:user/Carol`, `${arn}:user/Bob`],
      Service: 'ec2.amazonaws.com',
    }
    await client.send(
      new CreateRoleCommand({ ...made, AssumeRolePolicyDocument: trusting(principals) }),
    )
    await client.send(new DeleteUserCommand(carol))
    await client.send(new CreateUserCommand(carol))
    const { Role } = await client.send(new GetRoleCommand(made))
    const document = JSON.parse(decodeURIComponent(`${Role?.AssumeRolePolicyDocument}`))
    expect(document.Statement[0].Principal).toEqual({
      AWS: [User?.UserId, `${arn}:user/Bob`],
      Service: 'ec2.amazonaws.com',
    })
    const { AccessKey } = await client.send(new CreateAccessKeyCommand(carol))
    const keys = {
      accessKeyId: `${AccessKey?.AccessKeyId}`,
      secretAccessKey: `${AccessKey?.SecretAccessKey}`,
    }
    await expect(sdk(aws, keys).send(new AssumeRoleCommand(assumed))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
    const again = { ...made, PolicyDocument: trusting({ AWS: `${arn}:user/Carol` }) }
    await client.send(new UpdateAssumeRolePolicyCommand(again))
    await expect(sdk(aws, keys).send(new AssumeRoleCommand(assumed))).resolves.toBeDefined()
  })
})

describe('IAM refuses', () => {
  /** With Carol, who has a key and a policy, and a role that trusts her. */
  async function peopled() {
    const aws = await demo()
    const client = iam(aws)
    await client.send(new CreateUserCommand(carol))
    await client.send(new CreateAccessKeyCommand(carol))
    await client.send(new CreatePolicyCommand({ PolicyName: 'own', PolicyDocument: allowing('*') }))
    await client.send(new AttachUserPolicyCommand({ ...carol, ...policy }))
    await client.send(
      new CreateRoleCommand({
        ...made,
        AssumeRolePolicyDocument: trusting({ AWS: `${arn}:user/Carol` }),
      }),
    )
    return { aws, client }
  }

  it('what there is already, is not there, or still has something', async () => {
    const { aws, client } = await peopled()
    const before = aws.world
    const root = trusting({ AWS: `${arn}:root` })
    const none = { PolicyArn: `${arn}:policy/none` }
    const code = { AuthenticationCode1: '111111', AuthenticationCode2: '222222' }
    const refusals = [
      [
        client.send(new CreateUserCommand(carol)),
        'EntityAlreadyExists',
        'User with name Carol already exists.',
      ],
      [
        client.send(new CreateRoleCommand({ ...made, AssumeRolePolicyDocument: root })),
        'EntityAlreadyExists',
        'Role with name made already exists.',
      ],
      [
        client.send(
          new CreatePolicyCommand({
            PolicyName: 'own',
            Path: '/x/',
            PolicyDocument: allowing('*'),
          }),
        ),
        'EntityAlreadyExists',
        'A policy called own already exists. Duplicate names are not allowed.',
      ],
      [
        client.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'Bob' })),
        'EntityAlreadyExists',
        'MFADevice entity at the same path and name already exists.',
      ],
      [
        client.send(new GetUserCommand({ UserName: 'Eve' })),
        'NoSuchEntity',
        'The user with name Eve cannot be found.',
      ],
      [
        client.send(new GetRoleCommand({ RoleName: 'none' })),
        'NoSuchEntity',
        'The role with name none cannot be found.',
      ],
      [
        client.send(new GetPolicyCommand(none)),
        'NoSuchEntity',
        `Policy ${none.PolicyArn} was not found.`,
      ],
      [
        client.send(new GetPolicyVersionCommand({ ...policy, VersionId: 'v2' })),
        'NoSuchEntity',
        `Policy ${policy.PolicyArn} version v2 does not exist or is not attachable.`,
      ],
      [
        client.send(new AttachRolePolicyCommand({ ...made, ...none })),
        'NoSuchEntity',
        `Policy ${none.PolicyArn} does not exist or is not attachable.`,
      ],
      [
        client.send(new DetachRolePolicyCommand({ ...made, ...policy })),
        'NoSuchEntity',
        `Policy ${policy.PolicyArn} was not found.`,
      ],
      [
        client.send(new GetLoginProfileCommand(carol)),
        'NoSuchEntity',
        'Login Profile for User Carol cannot be found.',
      ],
      [
        client.send(new DeleteAccessKeyCommand({ ...carol, AccessKeyId: keysOf(bob).accessKeyId })),
        'NoSuchEntity',
        `The Access Key with id ${keysOf(bob).accessKeyId} cannot be found.`,
      ],
      [
        client.send(new EnableMFADeviceCommand({ ...carol, ...device, ...code })),
        'NoSuchEntity',
        `VirtualMFADevice with serial number ${device.SerialNumber} doesn't exist.`,
      ],
      [
        client.send(new DeleteVirtualMFADeviceCommand(device)),
        'NoSuchEntity',
        `VirtualMFADevice with serial number ${device.SerialNumber} doesn't exist.`,
      ],
      [
        client.send(new DeactivateMFADeviceCommand({ ...carol, ...device })),
        'NoSuchEntity',
        expect.stringContaining(device.SerialNumber),
      ],
      [
        client.send(
          new EnableMFADeviceCommand({ ...carol, ...code, SerialNumber: `${arn}:mfa/Bob` }),
        ),
        'EntityAlreadyExists',
        'MFA device is already in use.',
      ],
      [
        client.send(new DeleteUserCommand(carol)),
        'DeleteConflict',
        'Cannot delete entity, must detach all policies first.',
      ],
      [
        client.send(new DeleteUserCommand({ UserName: 'Bob' })),
        'DeleteConflict',
        'Cannot delete entity, must delete policies first.',
      ],
      [
        client.send(new DeleteRoleCommand({ RoleName: demoRole.name })),
        'DeleteConflict',
        'Cannot delete entity, must detach all policies first.',
      ],
      [
        client.send(new DeletePolicyCommand(policy)),
        'DeleteConflict',
        'Cannot delete a policy attached to entities.',
      ],
      [
        client.send(new DeletePolicyCommand({ PolicyArn: readOnly })),
        'AccessDenied',
        expect.stringContaining('iam:DeletePolicy'),
      ],
      [
        client.send(new CreateUserCommand({ UserName: 'a b' })),
        'ValidationError',
        expect.stringContaining("'a b' at 'userName'"),
      ],
      [
        client.send(
          new CreateUserCommand({
            UserName: 'Eve',
            Tags: [
              { Key: 'a', Value: '' },
              { Key: 'A', Value: '' },
            ],
          }),
        ),
        'InvalidInput',
        'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
      ],
    ] as const
    for (const [refused, name, message] of refusals) {
      await expect(refused, message).rejects.toMatchObject({
        name: expect.stringContaining(name),
        message,
      })
    }
    expect(aws.world).toEqual(before)
  })

  it('more than an account may have', async () => {
    const { client } = await peopled()
    await client.send(new CreateAccessKeyCommand(carol))
    await expect(client.send(new CreateAccessKeyCommand(carol))).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for AccessKeysPerUser: 2',
    })
    const long = JSON.stringify({
      Version: '2012-10-17',
      Statement: [...Array(100).keys()].map((each) => ({
        Sid: `a${each}`,
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Resource: `${arn}:role/made`,
      })),
    })
    await expect(
      client.send(new CreatePolicyCommand({ PolicyName: 'long', PolicyDocument: long })),
    ).rejects.toMatchObject({ message: 'Cannot exceed quota for PolicySize: 6144' })
    for (const each of [...Array(9).keys()]) {
      const PolicyName = `p${each}`
      const { Policy } = await client.send(
        new CreatePolicyCommand({ PolicyName, PolicyDocument: allowing('*') }),
      )
      await client.send(new AttachUserPolicyCommand({ ...carol, PolicyArn: Policy?.Arn }))
    }
    await expect(
      client.send(new AttachUserPolicyCommand({ ...carol, PolicyArn: readOnly })),
    ).rejects.toMatchObject({ message: 'Cannot exceed quota for PoliciesPerUser: 10' })
  })

  it('who may not, by what their own policies say', async () => {
    const { aws } = await peopled()
    const asBob = iam(aws, keysOf(bob))
    const refused = [
      [new CreateUserCommand({ UserName: 'Eve' }), `iam:CreateUser on resource: ${arn}:user/Eve`],
      [
        new CreateRoleCommand({ RoleName: 'x', AssumeRolePolicyDocument: '{}' }),
        `iam:CreateRole on resource: ${arn}:role/x`,
      ],
      [
        new CreatePolicyCommand({ PolicyName: 'x', PolicyDocument: '{}' }),
        'iam:CreatePolicy on resource: policy x',
      ],
      [
        new AttachUserPolicyCommand({ ...carol, ...policy }),
        'iam:AttachUserPolicy on resource: user Carol',
      ],
      [new DeleteRoleCommand(made), 'iam:DeleteRole on resource: role made'],
      [
        new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'x' }),
        `iam:CreateVirtualMFADevice on resource: ${arn}:mfa/x`,
      ],
      [new ListUsersCommand(), `iam:ListUsers on resource: ${arn}:user/`],
      [new CreateAccessKeyCommand({}), 'iam:CreateAccessKey on resource: user Bob'],
    ] as const
    for (const [command, what] of refused) {
      await expect(asBob.send(command as ListUsersCommand), what).rejects.toMatchObject({
        name: 'AccessDenied',
        message: `User: ${arn}:user/Bob is not authorized to perform: ${what}`,
      })
    }
    // The story's policy lets him do this.
    await expect(asBob.send(new ListRolesCommand())).resolves.toBeDefined()
  })
})

describe('a policy document is refused', () => {
  const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }
  const documentOf = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement })
  const syntax = 'Syntax errors in policy.'

  it.each<[string, unknown, string]>([
    ['no object', [], syntax],
    ['no statement', { Version: '2012-10-17' }, syntax],
    ['an empty list', documentOf(), syntax],
    ['an unknown element', documentOf({ ...statement, Resources: '*' }), syntax],
    ['an unknown field', { ...documentOf(statement), Note: '' }, syntax],
    ['an unknown version', { ...documentOf(statement), Version: '2020-01-01' }, syntax],
    ['neither Allow nor Deny', documentOf({ ...statement, Effect: 'allow' }), syntax],
    ['Action and NotAction', documentOf({ ...statement, NotAction: 's3:*' }), syntax],
    ['a Sid with a space', documentOf({ ...statement, Sid: 'a b' }), syntax],
    ['a Sid twice', documentOf({ ...statement, Sid: 'a' }, { ...statement, Sid: 'a' }), syntax],
    ['a condition that is none', documentOf({ ...statement, Condition: 'MFA' }), syntax],
    [
      'an operator that is none',
      documentOf({ ...statement, Condition: { Is: { 'a:b': '1' } } }),
      syntax,
    ],
    [
      'a key without a vendor',
      documentOf({ ...statement, Condition: { Bool: { mfa: '1' } } }),
      syntax,
    ],
    ['a number as action', documentOf({ ...statement, Action: 1 }), syntax],
    [
      'an old version',
      { ...documentOf(statement), Version: '2008-10-17' },
      'Policy document must be version 2012-10-17 or greater.',
    ],
    [
      'no action',
      documentOf({ Effect: 'Allow', Resource: '*' }),
      'Policy statement must contain actions.',
    ],
    [
      'an action without a vendor',
      documentOf({ ...statement, Action: 'AssumeRole' }),
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    ],
    [
      'no resource',
      documentOf({ Effect: 'Allow', Action: 's3:*' }),
      'Policy statement must contain resources.',
    ],
    [
      'a resource that is none',
      documentOf({ ...statement, Resource: 'made' }),
      'Resource made must be in ARN format or "*".',
    ],
    [
      'another partition',
      documentOf({ ...statement, Resource: `arn:aws-cn:iam::${account}:role/x` }),
      `Partition "aws-cn" is not valid for resource "arn:aws-cn:iam::${account}:role/x".`,
    ],
    [
      'a principal',
      documentOf({ ...statement, Principal: '*' }),
      'Policy document should not specify a principal.',
    ],
  ])('of an identity, with %s', async (_, document, message) => {
    const client = iam(await demo())
    const asked = { PolicyName: 'x', PolicyDocument: JSON.stringify(document) }
    await expect(client.send(new CreatePolicyCommand(asked))).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message,
    })
  })

  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `${arn}:user/Bob` } }
  const naming = (kind: string, value: string) =>
    documentOf({ ...trust, Principal: { [kind]: value } })
  const invalid = (kind: string, value: string) =>
    `Invalid principal in policy: "${kind}":"${value}"`

  it.each<[string, unknown, string]>([
    ['no object', 'x', 'This policy contains invalid Json'],
    ['an unknown field', { ...documentOf(trust), Note: '' }, 'Unknown field Note'],
    ['no statement', {}, 'Missing required field Statement'],
    ['no effect', documentOf({ ...trust, Effect: undefined }), 'Missing required field Effect'],
    [
      'no principal',
      documentOf({ ...trust, Principal: undefined }),
      'Missing required field Principal',
    ],
    ['no action', documentOf({ ...trust, Action: undefined }), 'Missing required field Action'],
    ['a resource', documentOf({ ...trust, Resource: '*' }), 'Has prohibited field Resource'],
    [
      'an action of another service',
      documentOf({ ...trust, Action: 's3:GetObject' }),
      'AssumeRole policy may only specify STS AssumeRole actions.',
    ],
    ['a user that is not', naming('AWS', `${arn}:user/Eve`), invalid('AWS', `${arn}:user/Eve`)],
    ['a role that is not', naming('AWS', `${arn}:role/x`), invalid('AWS', `${arn}:role/x`)],
    [
      'a user in another path',
      naming('AWS', `${arn}:user/x/Bob`),
      invalid('AWS', `${arn}:user/x/Bob`),
    ],
    ['a pattern', naming('AWS', `${arn}:user/*`), invalid('AWS', `${arn}:user/*`)],
    ['an account that is not', naming('AWS', '999999999999'), invalid('AWS', '999999999999')],
    ['an id', naming('AWS', `AIDA${'A'.repeat(17)}`), invalid('AWS', `AIDA${'A'.repeat(17)}`)],
    [
      'another partition',
      naming('AWS', `arn:aws-cn:iam::${account}:root`),
      invalid('AWS', `arn:aws-cn:iam::${account}:root`),
    ],
    [
      'a session of a role that is not',
      naming('AWS', `arn:aws:sts::${account}:assumed-role/x/y`),
      invalid('AWS', `arn:aws:sts::${account}:assumed-role/x/y`),
    ],
    ['a service that is none', naming('Service', 'ec2'), invalid('SERVICE', 'ec2')],
    ['an unknown kind', naming('User', 'Bob'), invalid('User', 'Bob')],
  ])('of a role, with %s', async (_, document, message) => {
    const client = iam(await demo())
    const asked = { RoleName: 'x', AssumeRolePolicyDocument: JSON.stringify(document) }
    await expect(client.send(new CreateRoleCommand(asked))).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message,
    })
  })

  it('of whatever else the demo does not know, as what it cannot play', async () => {
    const aws = await demo()
    const Condition = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }
    const asked = {
      RoleName: 'x',
      AssumeRolePolicyDocument: JSON.stringify(documentOf({ ...trust, Condition })),
    }
    await expect(iam(aws).send(new CreateRoleCommand(asked))).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('IpAddress'),
    })
    expect(aws.world).toBe(story)
  })

  it.each([
    ['AWS', account],
    ['AWS', `${arn}:root`],
    ['AWS', '*'],
    ['AWS', `${arn}:role/${demoRole.name}`],
    ['AWS', `arn:aws:sts::${account}:assumed-role/${demoRole.name}/Bob`],
    ['Service', 'ec2.amazonaws.com'],
    ['Federated', `${arn}:oidc-provider/token.actions.githubusercontent.com`],
  ])('but not with the principal %s %s', async (kind, value) => {
    const client = iam(await demo())
    const asked = { RoleName: 'x', AssumeRolePolicyDocument: JSON.stringify(naming(kind, value)) }
    await expect(client.send(new CreateRoleCommand(asked))).resolves.toBeDefined()
  })
})
