import { GetSessionTokenCommand } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { type Role, roleArn, userArn } from '../../src/state/world.ts'
import { accounts, bob, demoRole, externalIdRole, noMfaRole } from '../fixture.ts'
import { keysIn, sdk } from '../sdk.ts'
import { standIn } from '../stand-in.ts'
import { assume, invalid } from './assume-role-command.ts'

describe('the duration of a role session', () => {
  it('can be up to the maximum of the role', async () => {
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

  it('is not revealed to callers who may not assume the role', async () => {
    await expect(
      sdk(await standIn()).send(assume({ DurationSeconds: 43_200 }, demoRole)),
    ).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  it('is at most one hour with temporary credentials of GetSessionToken or of a role', async () => {
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
