import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { roleArn } from '../../src/state/world.ts'
import { accounts, bob, demoRole } from '../fixture.ts'
import { keysIn, keysOf, sdk, send } from '../sdk.ts'
import { standIn } from '../stand-in.ts'

describe('the list of calls', () => {
  it('contains the request, the caller, the endpoint and the outcome', async () => {
    const now = new Date()
    const aws = await standIn({ now: () => now })
    const client = sdk(aws, keysOf(bob), { region: 'ap-south-1', customUserAgent: 'assume/0.1.0' })
    const answer = await client.send(
      new AssumeRoleCommand({
        RoleArn: roleArn(demoRole),
        RoleSessionName: 'test',
        SerialNumber: 'arn:aws:iam::123456789012:mfa/Bob',
        TokenCode: '123456',
      }),
    )
    expect(aws.calls).toEqual([
      {
        action: 'AssumeRole',
        params: {
          RoleArn: 'arn:aws:iam::123456789012:role/aws-cli-test-iam-role',
          RoleSessionName: 'test',
          SerialNumber: 'arn:aws:iam::123456789012:mfa/Bob',
          TokenCode: '123456',
        },
        accessKeyId: bob.accessKeys[0]?.accessKeyId,
        caller: 'arn:aws:iam::123456789012:user/Bob',
        region: 'ap-south-1',
        host: `127.0.0.1:${aws.port}`,
        userAgent: expect.stringContaining('assume/0.1.0'),
        outcome: 'ok',
        time: now,
      },
    ])
    const { secretAccessKey, sessionToken } = keysIn(answer)
    const text = JSON.stringify(aws.calls)
    for (const secret of [secretAccessKey, sessionToken, keysOf(bob).secretAccessKey]) {
      expect(text).not.toContain(secret)
    }
  })

  it('contains the caller only if the signature is valid', async () => {
    const aws = await standIn()
    const keys = { ...keysOf(bob), secretAccessKey: 'wrong' }
    await send(aws, { Action: 'GetCallerIdentity' }, { keys })
    await send(
      aws,
      { Action: 'GetCallerIdentity' },
      { onTheWay: ({ headers }) => delete headers.authorization },
    )
    expect(aws.calls).toMatchObject([
      { accessKeyId: keys.accessKeyId, caller: undefined, outcome: 'SignatureDoesNotMatch' },
      { accessKeyId: undefined, region: undefined, outcome: 'MissingAuthenticationToken' },
    ])
  })

  it('comes with the world of the server', async () => {
    expect((await standIn()).world).toBe(accounts)
  })
})
