import {
  AttachRolePolicyCommand,
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
  EnableMFADeviceCommand,
  GetLoginProfileCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetUserCommand,
} from '@aws-sdk/client-iam'
import { describe, expect, it } from 'vitest'
import { bob, demoRole } from '../fixture.ts'
import { keysOf } from '../sdk.ts'
import { allowing, arn, carol, device, made, policy, readOnly, trusting } from './clients.ts'
import { standInWithCarol } from './stand-in-with-carol.ts'

describe('IAM rejects', () => {
  it('entities that already exist, do not exist, or have dependent entities', async () => {
    const { aws, client } = await standInWithCarol()
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
        "1 validation error detected: Value at 'userName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+",
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
})
