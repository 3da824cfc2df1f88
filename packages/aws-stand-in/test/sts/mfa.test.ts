import { AssumeRoleCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { totp } from '../../src/state/totp.ts'
import { type Role, roleArn, userArn, type World } from '../../src/state/world.ts'
import { accounts, alice, bob, demoRole, noMfaRole } from '../fixture.ts'
import { keysIn, keysOf, sdk } from '../sdk.ts'
import { standIn } from '../stand-in.ts'

const serial = 'arn:aws:iam::123456789012:mfa/Bob'
const secret = bob.mfaDevices[0]?.secret ?? ''
const wrongCode = 'MultiFactorAuthentication failed with invalid MFA one time pass code.'
const wrongSerial =
  'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.'

function assume(TokenCode?: string, SerialNumber: string | undefined = serial, role = demoRole) {
  return new AssumeRoleCommand({
    RoleArn: roleArn(role),
    RoleSessionName: 'test',
    ...(SerialNumber && { SerialNumber }),
    ...(TokenCode && { TokenCode }),
  })
}

function session(TokenCode: string, SerialNumber = serial) {
  return new GetSessionTokenCommand({ TokenCode, SerialNumber })
}

function denied(message: string) {
  return { name: 'AccessDenied', message }
}

describe('an MFA code', () => {
  it('is accepted once, for any operation', async () => {
    const aws = await standIn()
    const code = totp(secret, aws.now())
    await sdk(aws).send(session(code))
    await expect(sdk(aws).send(session(code))).rejects.toMatchObject(denied(wrongCode))
    await expect(sdk(aws).send(assume(code))).rejects.toMatchObject(denied(wrongCode))
  })

  it('is used up even if the call is denied', async () => {
    const aws = await standIn()
    const code = totp(secret, aws.now())
    const missing = { ...noMfaRole, name: 'missing' }
    await expect(sdk(aws).send(assume(code, serial, missing))).rejects.toThrow('not authorized')
    await expect(sdk(aws).send(assume(code))).rejects.toMatchObject(denied(wrongCode))
  })

  it.each([
    [-61, 'refused'],
    [-30, 'accepted'],
    [0, 'accepted'],
    [30, 'accepted'],
    [60, 'refused'],
  ])('of %i seconds from now is %s', async (seconds, outcome) => {
    const aws = await standIn({ now: () => new Date('2026-11-23T19:22:00Z') })
    const date = new Date(aws.now().getTime() + seconds * 1000)
    const client = sdk(aws, keysOf(bob), { systemClockOffset: aws.now().getTime() - Date.now() })
    const answer = client.send(session(totp(secret, date)))
    if (outcome === 'accepted') await expect(answer).resolves.toBeDefined()
    else await expect(answer).rejects.toMatchObject(denied(wrongCode))
  })

  it('that is configured is always accepted', async () => {
    const aws = await standIn()
    await sdk(aws).send(assume('123456'))
    await sdk(aws).send(assume('123456'))
    await sdk(aws).send(session('123456'))
  })

  it('that is wrong is rejected', async () => {
    await expect(sdk(await standIn()).send(session('654321'))).rejects.toMatchObject(
      denied(wrongCode),
    )
  })

  it('requires the serial number, and the serial number requires a code', async () => {
    const client = sdk(await standIn())
    const message =
      'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.'
    await expect(client.send(assume(undefined))).rejects.toMatchObject(denied(message))
    await expect(client.send(assume('123456', ''))).rejects.toMatchObject(denied(message))
    await expect(
      client.send(new GetSessionTokenCommand({ TokenCode: '123456' })),
    ).rejects.toMatchObject(denied(message))
  })

  it('must belong to a device of the caller', async () => {
    const carol = {
      ...alice,
      name: 'Carol',
      accessKeys: [],
      mfaDevices: [{ serial: 'GAHT12345678' }],
    }
    const dave = { ...bob, mfaDevices: [{ serial: 'arn:aws:iam::123456789012:u2f/user/Bob/key' }] }
    const aws = await standIn({ world: { ...accounts, users: [dave, alice, carol] } })
    for (const [user, device] of [
      [dave, serial],
      [dave, 'arn:aws:iam::123456789012:user/Bob'],
      [dave, 'GAHT12345678'],
      [dave, 'arn:aws:iam::123456789012:u2f/user/Bob/key'],
      [alice, serial],
    ] as const) {
      await expect(sdk(aws, keysOf(user)).send(session('123456', device))).rejects.toMatchObject(
        denied(wrongSerial),
      )
    }
  })
})

describe('the MFA condition keys', () => {
  const denyWithoutMfa: Role = withTrust('deny-without-mfa', {
    Effect: 'Deny',
    Condition: { Bool: { 'aws:MultiFactorAuthPresent': false } },
  })
  const fresh: Role = withTrust('fresh-mfa', {
    Effect: 'Allow',
    Condition: { NumericLessThan: { 'aws:MultiFactorAuthAge': 600 } },
  })
  const fromRole: Role = {
    ...demoRole,
    name: 'from-role',
    trustPolicy: {
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: roleArn(demoRole) },
        Action: 'sts:AssumeRole',
        Condition: { Bool: { 'aws:MultiFactorAuthPresent': true } },
      },
    },
  }
  const world: World = { ...accounts, roles: [...accounts.roles, denyWithoutMfa, fresh, fromRole] }
  const bare = (role: Role) => assume('', '', role)

  it('are true for credentials of GetSessionToken with a code', async () => {
    const aws = await standIn()
    await expect(sdk(aws).send(bare(demoRole))).rejects.toThrow('not authorized')
    const without = keysIn(await sdk(aws).send(new GetSessionTokenCommand()))
    await expect(sdk(aws, without).send(bare(demoRole))).rejects.toThrow('not authorized')
    const keys = keysIn(await sdk(aws).send(session('123456')))
    await expect(sdk(aws, keys).send(bare(demoRole))).resolves.toBeDefined()
  })

  it('are false for a session without a code, and absent for long-term credentials', async () => {
    const aws = await standIn({ world })
    await expect(sdk(aws).send(bare(denyWithoutMfa))).resolves.toBeDefined()
    const keys = keysIn(await sdk(aws).send(new GetSessionTokenCommand()))
    await expect(sdk(aws, keys).send(bare(denyWithoutMfa))).rejects.toThrow('not authorized')
  })

  it('contain the age of the MFA', async () => {
    const aws = await standIn({ world })
    const keys = keysIn(await sdk(aws).send(session('123456')))
    await expect(sdk(aws, keys).send(bare(fresh))).resolves.toBeDefined()
    aws.faults.skewSeconds = 600
    await expect(sdk(aws, keys).send(bare(fresh))).rejects.toThrow('not authorized')
    await expect(sdk(aws).send(assume('123456', serial, fresh))).resolves.toBeDefined()
    await expect(sdk(aws).send(bare(fresh))).rejects.toThrow('not authorized')
  })

  it('are false for role sessions', async () => {
    const aws = await standIn({ world })
    const keys = keysIn(await sdk(aws).send(assume('123456')))
    await expect(sdk(aws, keys).send(bare(fromRole))).rejects.toThrow('not authorized')
  })

  function withTrust(name: string, last: object): Role {
    const statement = { Principal: { AWS: userArn(bob) }, Action: 'sts:AssumeRole' } as const
    const { Effect } = last as { Effect: 'Allow' | 'Deny' }
    const trustPolicy = {
      Statement: [
        ...(Effect === 'Deny' ? [{ ...statement, Effect: 'Allow' as const }] : []),
        { ...statement, Effect, ...last },
      ],
    }
    return { ...noMfaRole, name, trustPolicy }
  }
})
