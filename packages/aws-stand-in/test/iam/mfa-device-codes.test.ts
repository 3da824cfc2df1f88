import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  DeleteVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  ListMFADevicesCommand,
  ListVirtualMFADevicesCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { totp } from '../../src/state/totp.ts'
import { sdk } from '../sdk.ts'
import { standIn } from '../stand-in.ts'
import { arn, assumed, carol, device, iam, made, trusting } from './clients.ts'

describe('an MFA device that IAM creates', () => {
  it('has a seed whose codes are accepted', async () => {
    const aws = await standIn()
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
})
