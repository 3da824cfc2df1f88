import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { sdk, send } from '../sdk.ts'
import { standIn } from '../stand-in.ts'
import { assume, invalid } from './assume-role-command.ts'

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
  ])('%j are rejected', async (parameters, message) => {
    await expect(sdk(await standIn()).send(assume(parameters))).rejects.toMatchObject(
      invalid(message),
    )
  })

  it('are required', async () => {
    expect(await send(await standIn(), { Action: 'AssumeRole' })).toMatchObject({
      status: 400,
      code: 'ValidationError',
      message:
        "2 validation errors detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null; Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null",
    })
  })
})
