import { AssumeRoleCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { roleArn } from '../../src/state/world.ts'
import { accounts, alice, noMfaRole } from '../fixture.ts'
import { keysIn, keysOf, sdk, send } from '../sdk.ts'
import { standIn } from '../stand-in.ts'

describe('GetSessionToken', () => {
  it.each([
    [undefined, 43_200],
    [900, 900],
    [129_600, 129_600],
  ])('with %s seconds returns a session of %i seconds', async (DurationSeconds, seconds) => {
    const aws = await standIn()
    const { Credentials } = await sdk(aws).send(new GetSessionTokenCommand({ DurationSeconds }))
    expect(Credentials?.AccessKeyId).toMatch(/^ASIA/)
    const left = ((Credentials?.Expiration?.getTime() ?? 0) - aws.now().getTime()) / 1000
    expect(left).toBeLessThanOrEqual(seconds)
    expect(left).toBeGreaterThan(seconds - 10)
  })

  it.each([
    [
      899,
      "Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    ],
    [
      129_601,
      "Value '129601' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 129600",
    ],
  ])('rejects %i seconds', async (DurationSeconds, message) => {
    const aws = await standIn()
    await expect(
      sdk(aws).send(new GetSessionTokenCommand({ DurationSeconds })),
    ).rejects.toMatchObject({
      name: 'ValidationError',
      message: `1 validation error detected: ${message}`,
    })
  })

  it('requires no permission, but a policy can deny it', async () => {
    const aws = await standIn()
    await sdk(aws, keysOf(alice)).send(new GetSessionTokenCommand())
    const Statement = { Effect: 'Deny', Action: 'sts:Get*', Resource: '*' } as const
    const barred = { ...alice, policies: { bar: { Statement } } }
    const strict = await standIn({ world: { ...accounts, users: [barred] } })
    const client = sdk(strict, keysOf(alice))
    await expect(client.send(new GetSessionTokenCommand())).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('sts:GetSessionToken'),
    })
    const parameters = { Action: 'GetCallerIdentity' }
    expect(await send(strict, parameters, { keys: keysOf(alice) })).toMatchObject({ status: 200 })
  })

  it('rejects temporary credentials', async () => {
    const aws = await standIn()
    const session = keysIn(await sdk(aws).send(new GetSessionTokenCommand()))
    const role = keysIn(
      await sdk(aws).send(
        new AssumeRoleCommand({ RoleArn: roleArn(noMfaRole), RoleSessionName: 'test' }),
      ),
    )
    for (const keys of [session, role]) {
      await expect(sdk(aws, keys).send(new GetSessionTokenCommand())).rejects.toMatchObject({
        name: 'AccessDenied',
        message: 'Cannot call GetSessionToken with session credentials',
      })
    }
  })
})

describe('unsupported actions', () => {
  it.each([
    ['GetAccessKeyInfo', '2011-06-15'],
    ['AssumeRole', '2010-05-08'],
    ['GetCallerIdentity', '1999-01-01'],
    ['', '2011-06-15'],
    ['constructor', '2011-06-15'],
  ])('%s of %s is rejected', async (Action, Version) => {
    expect(await send(await standIn(), { Action, Version })).toMatchObject({
      status: 400,
      code: 'InvalidAction',
      message: `Could not find operation ${Action} for version ${Version}`,
    })
  })
})
