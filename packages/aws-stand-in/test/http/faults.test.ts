import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import {
  alter,
  drop,
  hang,
  internalFailure,
  none,
  raw,
  refuse,
  serviceUnavailable,
  slow,
  throttled,
} from '../../src/http/faults.ts'
import { roleArn } from '../../src/state/world.ts'
import { bob, noMfaRole } from '../fixture.ts'
import { keysOf, sdk, send } from '../sdk.ts'
import { standIn } from '../stand-in.ts'

const whoAmI = { Action: 'GetCallerIdentity' }
const assume = new AssumeRoleCommand({ RoleArn: roleArn(noMfaRole), RoleSessionName: 'test' })

describe('a fault', () => {
  it('applies to one request each, in order', async () => {
    const aws = await standIn()
    aws.faults.next.push(throttled, none, internalFailure, serviceUnavailable)
    const answers = []
    for (let count = 0; count < 5; count++) answers.push(await send(aws, whoAmI))
    expect(answers.map(({ status, code }) => [status, code])).toEqual([
      [400, 'Throttling'],
      [200, undefined],
      [500, 'InternalFailure'],
      [503, 'ServiceUnavailable'],
      [200, undefined],
    ])
    expect(answers[0]?.message).toBe('Rate exceeded')
    expect(answers[2]?.body).toContain('<Type>Receiver</Type>')
    expect(aws.calls.map(({ outcome }) => outcome)).toEqual([
      'Throttling',
      'ok',
      'InternalFailure',
      'ServiceUnavailable',
      'ok',
    ])
  })

  it('can apply to every request', async () => {
    const aws = await standIn()
    const message = 'STS is not activated in this region for account:123456789012.'
    aws.faults.always = refuse('RegionDisabledException', 403, message)
    expect(await send(aws, whoAmI)).toMatchObject({ status: 403, message })
    expect(await send(aws, whoAmI)).toMatchObject({ status: 403, message })
    aws.faults.always = none
    expect(await send(aws, whoAmI)).toMatchObject({ status: 200 })
  })

  it('is retried by the SDK', async () => {
    const aws = await standIn()
    const client = sdk(aws, keysOf(bob), { maxAttempts: 3 })
    aws.faults.next.push(drop, serviceUnavailable)
    expect(await client.send(new GetCallerIdentityCommand())).toMatchObject({
      Account: bob.account,
    })
    expect(aws.calls.map(({ outcome }) => outcome)).toEqual(['none', 'ServiceUnavailable', 'ok'])
  })

  it('can delay the response', async () => {
    const aws = await standIn()
    aws.faults.next.push(slow(50))
    const start = performance.now()
    expect(await send(aws, whoAmI)).toMatchObject({ status: 200 })
    expect(performance.now() - start).toBeGreaterThanOrEqual(49)
  })

  it('can suppress the response until the stand-in is closed', async () => {
    const aws = await standIn()
    aws.faults.next.push(hang)
    const answer = send(aws, whoAmI).catch((error) => error.code)
    while (aws.calls.length === 0) await new Promise(setImmediate)
    expect(aws.calls).toMatchObject([{ action: 'GetCallerIdentity', outcome: 'none' }])
    await aws.close()
    expect(await answer).toBe('ECONNRESET')
    await aws.close()
  })

  it('can close the connection', async () => {
    const aws = await standIn()
    aws.faults.next.push(drop)
    await expect(send(aws, whoAmI)).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(await send(aws, whoAmI)).toMatchObject({ status: 200 })
  })

  it('can replace the response', async () => {
    const aws = await standIn()
    const huge = 'x'.repeat(5_000_000)
    aws.faults.next.push(raw('<html>Welcome', 502), raw(huge), raw(''))
    expect(await send(aws, whoAmI)).toMatchObject({ status: 502, body: '<html>Welcome' })
    expect((await send(aws, whoAmI)).body).toHaveLength(huge.length)
    expect(await send(aws, whoAmI)).toMatchObject({ status: 200, body: '' })
    expect(aws.calls.map(({ outcome }) => outcome)).toEqual(['raw', 'raw', 'raw'])
  })

  it('can insert hostile values, which arrive unchanged', async () => {
    const aws = await standIn()
    const hostile = {
      AccessKeyId: "AKIA'; touch pwned #",
      SecretAccessKey: '$(id)`id`\n<&>"\'',
      SessionToken: undefined,
      Arn: 'arn:\u001b[31m',
    }
    aws.faults.next.push(alter(hostile))
    const { Credentials, AssumedRoleUser } = await sdk(aws).send(assume)
    expect(Credentials?.AccessKeyId).toBe(hostile.AccessKeyId)
    expect(Credentials?.SecretAccessKey).toBe(hostile.SecretAccessKey)
    expect(Credentials?.SessionToken).toBeUndefined()
    expect(Credentials?.Expiration).toBeInstanceOf(Date)
    expect(AssumedRoleUser?.Arn).toBe(hostile.Arn)
    expect((await sdk(aws).send(assume)).Credentials?.SessionToken).toBeDefined()
  })
})
