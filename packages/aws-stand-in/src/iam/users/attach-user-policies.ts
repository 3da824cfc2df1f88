import type { Operation } from '../../query/operation.ts'
import { withAttached, withoutAttached } from '../policies/attaching.ts'
import { attachedPoliciesElement } from '../policies/policies.ts'
import { namedUser, withUser } from './users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html */
export const attachUserPolicy: Operation = (parameters, caller, state) => {
  const user = namedUser('iam:AttachUserPolicy', parameters, caller, state)
  const more = withAttached(user, 'PoliciesPerUser', parameters, caller, state)
  state.setWorld(withUser(more, state.world))
  return {}
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html */
export const detachUserPolicy: Operation = (parameters, caller, state) => {
  const user = namedUser('iam:DetachUserPolicy', parameters, caller, state)
  state.setWorld(withUser(withoutAttached(user, parameters), state.world))
  return {}
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html */
export const listAttachedUserPolicies: Operation = (parameters, caller, state) =>
  attachedPoliciesElement(namedUser('iam:ListAttachedUserPolicies', parameters, caller, state))
