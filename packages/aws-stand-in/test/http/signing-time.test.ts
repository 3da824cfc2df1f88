import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { bob } from '../fixture.ts'
import { keysOf, sdk } from '../sdk.ts'
import { standIn } from '../stand-in.ts'

import { whoAmI } from './who-am-i.ts'

describe('the signing time', () => {
  const now = () => new Date('2026-11-23T19:22:12Z')

  it.each([
    ['2026-11-23T19:07:12Z', 200],
    ['2026-11-23T19:37:12Z', 200],
    ['2026-11-23T19:07:11Z', 403],
    ['2026-11-23T19:37:13Z', 403],
  ])('of %s gives status %i', async (date, status) => {
    expect(await whoAmI(await standIn({ now }), { date: new Date(date) })).toMatchObject({ status })
  })

  it('in the past is rejected with both times in the message', async () => {
    const aws = await standIn({ now })
    expect(await whoAmI(aws, { date: new Date('2026-11-23T18:00:00Z') })).toMatchObject({
      status: 403,
      code: 'SignatureDoesNotMatch',
      message:
        'Signature expired: 20261123T180000Z is now earlier than 20261123T190712Z (20261123T192212Z - 15 min.)',
    })
  })

  it('in the future is rejected with both times in the message', async () => {
    const aws = await standIn({ now })
    aws.faults.skewSeconds = -3600
    expect(await whoAmI(aws, { date: now() })).toMatchObject({
      status: 403,
      code: 'SignatureDoesNotMatch',
      message:
        'Signature not yet current: 20261123T192212Z is still later than 20261123T183712Z (20261123T182212Z + 15 min.)',
      date: 'Mon, 23 Nov 2026 18:22:12 GMT',
    })
  })

  it('is corrected by the SDK, which reads the stand-in’s time from the Date header', async () => {
    const aws = await standIn()
    aws.faults.skewSeconds = 7200
    const client = sdk(aws, keysOf(bob), { maxAttempts: 2 })
    expect(await client.send(new GetCallerIdentityCommand())).toMatchObject({
      Arn: 'arn:aws:iam::123456789012:user/Bob',
    })
    expect(aws.calls.map((call) => call.outcome)).toEqual(['SignatureDoesNotMatch', 'ok'])
  })
})
