import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
} from '@aws-sdk/client-iam'
import { describe, expect, it } from 'vitest'
import { allowing, arn, carol, readOnly } from './clients.ts'
import { standInWithCarol } from './stand-in-with-carol.ts'

describe('IAM rejects', () => {
  it('requests beyond a quota', async () => {
    const { client } = await standInWithCarol()
    await client.send(new CreateAccessKeyCommand(carol))
    await expect(client.send(new CreateAccessKeyCommand(carol))).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for AccessKeysPerUser: 2',
    })
    const long = JSON.stringify({
      Version: '2012-10-17',
      Statement: [...Array(100).keys()].map((each) => ({
        Sid: `a${each}`,
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Resource: `${arn}:role/made`,
      })),
    })
    await expect(
      client.send(new CreatePolicyCommand({ PolicyName: 'long', PolicyDocument: long })),
    ).rejects.toMatchObject({ message: 'Cannot exceed quota for PolicySize: 6144' })
    for (const each of [...Array(9).keys()]) {
      const PolicyName = `p${each}`
      const { Policy } = await client.send(
        new CreatePolicyCommand({ PolicyName, PolicyDocument: allowing('*') }),
      )
      await client.send(new AttachUserPolicyCommand({ ...carol, PolicyArn: Policy?.Arn }))
    }
    await expect(
      client.send(new AttachUserPolicyCommand({ ...carol, PolicyArn: readOnly })),
    ).rejects.toMatchObject({ message: 'Cannot exceed quota for PoliciesPerUser: 10' })
  })
})
