import type { ManagedPolicy, Role, User, World } from '../../state/world.ts'
import { awsPolicy } from './aws-policies.ts'
import type { PolicyDocument } from './policy.ts'

/** The world's own, or AWS's. */
export function managedPolicy(arn: string, world: World): ManagedPolicy | undefined {
  const { managedPolicies = {} } = world
  if (Object.hasOwn(managedPolicies, arn)) return managedPolicies[arn]
  const document = awsPolicy(arn)
  return document && { document }
}

/** All that a user or a role may do: its inline policies, and those attached to it. */
export function identityPolicies(
  { policies = {}, attachedPolicies = [] }: User | Role,
  world: World,
): PolicyDocument[] {
  const attached = attachedPolicies.flatMap((arn) => managedPolicy(arn, world)?.document ?? [])
  return [...Object.values(policies), ...attached]
}
