import type { Operation } from '../../query/operation.ts'
import { withAttached, withoutAttached } from '../policies/attaching.ts'
import { attachedPoliciesElement } from '../policies/policies.ts'
import { namedRole, withRole } from './roles.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html */
export const attachRolePolicy: Operation = (parameters, caller, state) => {
  const role = namedRole('iam:AttachRolePolicy', parameters, caller, state)
  const more = withAttached(role, 'PoliciesPerRole', parameters, caller, state)
  state.setWorld(withRole(more, state.world))
  return {}
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html */
export const detachRolePolicy: Operation = (parameters, caller, state) => {
  const role = namedRole('iam:DetachRolePolicy', parameters, caller, state)
  state.setWorld(withRole(withoutAttached(role, parameters), state.world))
  return {}
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html */
export const listAttachedRolePolicies: Operation = (parameters, caller, state) =>
  attachedPoliciesElement(namedRole('iam:ListAttachedRolePolicies', parameters, caller, state))
