import { describe, expect, it } from 'vitest'
import type { PolicyDocument } from '../../src/iam/evaluation/policy.ts'
import { accounts, alice, bob, demoRole, otherAccountRole } from '../fixture.ts'
import { keysOf, send } from '../sdk.ts'
import { standIn } from '../stand-in.ts'

const Version = '2010-05-08'

const allow = (Action: string, Resource: string): PolicyDocument => ({
  Statement: { Effect: 'Allow', Action, Resource },
})

const world = (...policies: PolicyDocument[]) => ({
  ...accounts,
  users: [{ ...bob, policies: Object.fromEntries(policies.entries()) }, alice],
})

const options = { keys: keysOf(bob), service: 'iam' }

describe('IAM', () => {
  it('lists the MFA devices of an authorized caller', async () => {
    const aws = await standIn({ world: world(allow('iam:ListMFADevices', '*:user/Bob')) })
    const { status, body } = await send(aws, { Action: 'ListMFADevices', Version }, options)
    expect(status).toBe(200)
    expect(body).toContain('<ListMFADevicesResponse xmlns="https://iam.amazonaws.com/doc/')
    expect(body).toContain(
      '<MFADevices><member><UserName>Bob</UserName><SerialNumber>arn:aws:iam::123456789012:mfa/Bob</SerialNumber>',
    )
  })

  it('returns the maximum session duration of a role', async () => {
    const aws = await standIn({ world: world(allow('iam:GetRole', '*')) })
    const RoleName = demoRole.name
    const { status, body } = await send(aws, { Action: 'GetRole', Version, RoleName }, options)
    expect(status).toBe(200)
    expect(body).toContain('<MaxSessionDuration>14400</MaxSessionDuration>')
  })

  it('returns only roles of the caller’s account', async () => {
    const aws = await standIn({ world: world(allow('iam:*', '*')) })
    const RoleName = otherAccountRole.name
    const answer = await send(aws, { Action: 'GetRole', Version, RoleName }, options)
    expect(answer).toMatchObject({ status: 404, code: 'NoSuchEntity' })
  })

  it.each([
    [{ Action: 'ListMFADevices' }, 'iam:ListMFADevices on resource: user Bob'],
    [{ Action: 'GetRole', RoleName: 'any' }, 'iam:GetRole on resource: role any'],
  ])('rejects %j without permission', async (asked, what) => {
    const aws = await standIn({ world: world(allow('sts:*', '*')) })
    expect(await send(aws, { ...asked, Version }, options)).toMatchObject({
      status: 403,
      code: 'AccessDenied',
      message: `User: arn:aws:iam::123456789012:user/Bob is not authorized to perform: ${what}`,
    })
  })

  it('rejects a signature for STS', async () => {
    const aws = await standIn()
    const asked = { Action: 'ListMFADevices', Version }
    expect(await send(aws, asked, { keys: keysOf(bob) })).toMatchObject({
      code: 'SignatureDoesNotMatch',
    })
  })
})
