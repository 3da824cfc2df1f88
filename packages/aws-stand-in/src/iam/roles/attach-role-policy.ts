import type { Operation } from '../../query/operation.ts'
import { withAttached } from '../policies/attaching.ts'
import { namedRole, withRole } from './roles.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html */
export const attachRolePolicy: Operation = (parameters, caller, sts) => {
  const role = namedRole('iam:AttachRolePolicy', parameters, caller, sts)
  const more = withAttached(role, 'PoliciesPerRole', parameters, caller, sts)
  sts.change(withRole(more, sts.world))
  return {}
}
