import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListInstanceProfilesForRoleCommand,
  ListPoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { accounts, bob } from '../fixture.ts'
import { keysIn, keysOf, sdk } from '../sdk.ts'
import { standIn } from '../stand-in.ts'
import { allowing, arn, assumed, carol, iam, made, policy, readOnly, trusting } from './clients.ts'

describe('an entity that IAM creates', () => {
  it('is available in STS at once, and unavailable after it is deleted', async () => {
    const aws = await standIn()
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

    // A session has the current permissions of its role.
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
    expect(aws.world).toEqual(accounts)
  })

  it('is returned in the format of IAM', async () => {
    const aws = await standIn()
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
    // Without UserName, GetUser returns the caller.
    expect((await client.send(new GetUserCommand({}))).User?.UserName).toBe('admin')
    const keys = await client.send(new ListAccessKeysCommand({ UserName: bob.name }))
    expect(keys.AccessKeyMetadata).toMatchObject([
      { UserName: 'Bob', AccessKeyId: keysOf(bob).accessKeyId, Status: 'Active' },
    ])
  })

  it('is not trusted in place of a deleted entity with the same name', async () => {
    const aws = await standIn()
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
