import { GetSessionTokenCommand } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { bob } from '../fixture.ts'
import { keysIn, keysOf, sdk } from '../sdk.ts'
import { standIn } from '../stand-in.ts'

import { invalid, whoAmI } from './who-am-i.ts'

describe('session credentials', () => {
  it('require their own token', async () => {
    const aws = await standIn()
    const { sessionToken, ...rest } = keysIn(await sdk(aws).send(new GetSessionTokenCommand()))
    expect(await whoAmI(aws, { keys: { ...rest, sessionToken } })).toMatchObject({ status: 200 })
    expect(await whoAmI(aws, { keys: rest })).toMatchObject(invalid)
    expect(await whoAmI(aws, { keys: { ...rest, sessionToken: 'x' } })).toMatchObject(invalid)
    expect(await whoAmI(aws, { keys: { ...keysOf(bob), sessionToken } })).toMatchObject(invalid)
  })

  it('expire', async () => {
    const expired = {
      status: 403,
      code: 'ExpiredToken',
      message: 'The security token included in the request is expired',
    }
    const aws = await standIn()
    const command = new GetSessionTokenCommand({ DurationSeconds: 900 })
    const keys = keysIn(await sdk(aws).send(command))
    expect(await whoAmI(aws, { keys })).toMatchObject({ status: 200 })
    aws.faults.skewSeconds = 901
    expect(await whoAmI(aws, { keys })).toMatchObject(expired)
    expect(await whoAmI(aws)).toMatchObject({ status: 200 })

    aws.faults.skewSeconds = 0
    const later = keysIn(await sdk(aws).send(command))
    aws.expireSessions()
    expect(await whoAmI(aws, { keys: later })).toMatchObject(expired)
    expect(await whoAmI(aws)).toMatchObject({ status: 200 })
  })
})
