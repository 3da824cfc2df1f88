import type { Operation } from '../../query/operation.ts'
import { withoutAttached } from '../policies/attaching.ts'
import { namedRole, withRole } from './roles.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html */
export const detachRolePolicy: Operation = (parameters, caller, sts) => {
  const role = namedRole('iam:DetachRolePolicy', parameters, caller, sts)
  sts.change(withRole(withoutAttached(role, parameters), sts.world))
  return {}
}
