import type { Operation } from '../../query/operation.ts'
import { namedRole, shownRoleWhole } from './roles.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export const getRole: Operation = (parameters, caller, sts) => {
  const role = namedRole('iam:GetRole', parameters, caller, sts)
  return { Role: shownRoleWhole(role, sts.world) }
}
