import { checkPolicy, type PolicyDocument } from './policy.ts'
import { roleArn, userArn, type World } from './world.ts'

/** Throws on a policy that the demo would not evaluate, so that nobody trusts in one passed over. */
export function checkWorld({ users, roles, managedPolicies = {} }: World): void {
  for (const [arn, policy] of Object.entries(managedPolicies)) checkPolicy(policy, arn)
  for (const user of users) checkPolicies(user.policies, userArn(user))
  for (const role of roles) {
    checkPolicies(role.policies ?? {}, roleArn(role))
    checkPolicy(role.trustPolicy, `trust policy of ${roleArn(role)}`)
  }
}

function checkPolicies(policies: Readonly<Record<string, PolicyDocument>>, owner: string): void {
  for (const [name, policy] of Object.entries(policies)) checkPolicy(policy, `${name} of ${owner}`)
}
