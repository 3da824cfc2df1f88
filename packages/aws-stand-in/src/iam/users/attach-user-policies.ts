import type { Operation } from '../../query/operation.ts'
import { withAttached, withoutAttached } from '../policies/attaching.ts'
import { shownAttachments } from '../policies/policies.ts'
import { namedUser, withUser } from './users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html */
export const attachUserPolicy: Operation = (parameters, caller, sts) => {
  const user = namedUser('iam:AttachUserPolicy', parameters, caller, sts)
  const more = withAttached(user, 'PoliciesPerUser', parameters, caller, sts)
  sts.change(withUser(more, sts.world))
  return {}
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html */
export const detachUserPolicy: Operation = (parameters, caller, sts) => {
  const user = namedUser('iam:DetachUserPolicy', parameters, caller, sts)
  sts.change(withUser(withoutAttached(user, parameters), sts.world))
  return {}
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html */
export const listAttachedUserPolicies: Operation = (parameters, caller, sts) =>
  shownAttachments(namedUser('iam:ListAttachedUserPolicies', parameters, caller, sts))
