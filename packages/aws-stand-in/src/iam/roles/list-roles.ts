import type { Operation } from '../../query/operation.ts'
import { checkPermission, everything } from '../permission.ts'
import { shownRole } from './roles.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html */
export const listRoles: Operation = (_, caller, sts) => {
  checkPermission({ action: 'iam:ListRoles', ...everything('role', caller, sts) }, caller, sts)
  const roles = sts.world.roles.filter(({ account }) => account === caller.account)
  return { Roles: roles.map((role) => shownRole(role, sts.world)), IsTruncated: 'false' }
}
