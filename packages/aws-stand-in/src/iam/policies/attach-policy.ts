import type { AwsState } from '../../query/operation.ts'
import type { Parameters } from '../../query/parameters.ts'
import type { Caller } from '../../state/caller.ts'
import { limitExceeded, noSuchEntity } from '../errors.ts'
import { attachablePolicy, type PolicyOwner } from './policies.ts'

/**
 * The quota for one user or role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const maxAttachedPolicies = 10

/** Returns the owner with the policy of PolicyArn attached. A policy is attached only once. */
export function withAttached<Kind extends PolicyOwner>(
  owner: Kind,
  quota: 'PoliciesPerUser' | 'PoliciesPerRole',
  parameters: Parameters,
  caller: Caller,
  state: AwsState,
): Kind {
  const arn = attachablePolicy(parameters.PolicyArn ?? '', caller, state)
  const { attachedPolicies = [] } = owner
  if (attachedPolicies.includes(arn)) return owner
  if (attachedPolicies.length >= maxAttachedPolicies)
    throw limitExceeded(quota, maxAttachedPolicies)
  return { ...owner, attachedPolicies: [...attachedPolicies, arn] }
}

export function withoutAttached<Kind extends PolicyOwner>(
  owner: Kind,
  parameters: Parameters,
): Kind {
  const { PolicyArn = '' } = parameters
  const { attachedPolicies = [], ...others } = owner
  if (!attachedPolicies.includes(PolicyArn)) {
    throw noSuchEntity(`Policy ${PolicyArn} was not found.`)
  }
  const left = attachedPolicies.filter((each) => each !== PolicyArn)
  return { ...(others as Kind), ...(left.length > 0 && { attachedPolicies: left }) }
}
