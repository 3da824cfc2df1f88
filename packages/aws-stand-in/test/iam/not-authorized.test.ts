import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeleteRoleCommand,
  ListRolesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam'
import { describe, expect, it } from 'vitest'
import { bob } from '../fixture.ts'
import { keysOf } from '../sdk.ts'
import { arn, carol, iam, made, policy } from './clients.ts'
import { standInWithCarol } from './stand-in-with-carol.ts'

describe('IAM rejects', () => {
  it('callers whose policies do not allow the action', async () => {
    const { aws } = await standInWithCarol()
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
    // The account's policy allows this action.
    await expect(asBob.send(new ListRolesCommand())).resolves.toBeDefined()
  })
})
