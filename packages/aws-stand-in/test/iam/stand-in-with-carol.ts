import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
} from '@aws-sdk/client-iam'
import { standIn } from '../stand-in.ts'
import { allowing, arn, carol, iam, made, policy, trusting } from './clients.ts'

/**
 * Returns a stand-in with the user Carol, who has a key and a policy, and a role that trusts her.
 */
export async function standInWithCarol() {
  const aws = await standIn()
  const client = iam(aws)
  await client.send(new CreateUserCommand(carol))
  await client.send(new CreateAccessKeyCommand(carol))
  await client.send(new CreatePolicyCommand({ PolicyName: 'own', PolicyDocument: allowing('*') }))
  await client.send(new AttachUserPolicyCommand({ ...carol, ...policy }))
  await client.send(
    new CreateRoleCommand({
      ...made,
      AssumeRolePolicyDocument: trusting({ AWS: `${arn}:user/Carol` }),
    }),
  )
  return { aws, client }
}
