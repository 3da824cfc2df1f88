import type { Operation } from '../../query/operation.ts'
import { withAttached, withoutAttached } from '../policies/attaching.ts'
import { shownAttachments } from '../policies/policies.ts'
import { namedRole, withRole } from './roles.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html */
export const attachRolePolicy: Operation = (parameters, caller, sts) => {
  const role = namedRole('iam:AttachRolePolicy', parameters, caller, sts)
  const more = withAttached(role, 'PoliciesPerRole', parameters, caller, sts)
  sts.change(withRole(more, sts.world))
  return {}
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html */
export const detachRolePolicy: Operation = (parameters, caller, sts) => {
  const role = namedRole('iam:DetachRolePolicy', parameters, caller, sts)
  sts.change(withRole(withoutAttached(role, parameters), sts.world))
  return {}
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html */
export const listAttachedRolePolicies: Operation = (parameters, caller, sts) =>
  shownAttachments(namedRole('iam:ListAttachedRolePolicies', parameters, caller, sts))
