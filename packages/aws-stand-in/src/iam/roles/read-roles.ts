import type { Operation } from '../../query/operation.ts'
import { checkPermission, everything } from '../permission.ts'
import { namedRole, shownRole, shownRoleWhole } from './roles.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export const getRole: Operation = (parameters, caller, sts) => {
  const role = namedRole('iam:GetRole', parameters, caller, sts)
  return { Role: shownRoleWhole(role, sts.world) }
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html */
export const listRoles: Operation = (_, caller, sts) => {
  checkPermission({ action: 'iam:ListRoles', ...everything('role', caller, sts) }, caller, sts)
  const roles = sts.world.roles.filter(({ account }) => account === caller.account)
  return { Roles: roles.map((role) => shownRole(role, sts.world)), IsTruncated: 'false' }
}

/**
 * The inline ones.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html
 */
export const listRolePolicies: Operation = (parameters, caller, sts) => {
  const { policies = {} } = namedRole('iam:ListRolePolicies', parameters, caller, sts)
  return { PolicyNames: Object.keys(policies), IsTruncated: 'false' }
}

/**
 * The demo has no instance profiles.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html
 */
export const listInstanceProfilesForRole: Operation = (parameters, caller, sts) => {
  namedRole('iam:ListInstanceProfilesForRole', parameters, caller, sts)
  return { InstanceProfiles: [], IsTruncated: 'false' }
}
