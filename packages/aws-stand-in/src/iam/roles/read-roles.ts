import type { Operation } from '../../query/operation.ts'
import { allResources, checkPermission } from '../permission.ts'
import { attachedPoliciesElement } from '../policies/policies.ts'
import { namedRole, roleElement, roleElementWithTags } from './roles.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export const getRole: Operation = (parameters, caller, state) => {
  const role = namedRole('iam:GetRole', parameters, caller, state)
  return { Role: roleElementWithTags(role, state.world) }
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html */
export const listRoles: Operation = (_, caller, state) => {
  checkPermission(
    { action: 'iam:ListRoles', ...allResources('role', caller, state) },
    caller,
    state,
  )
  const roles = state.world.roles.filter(({ account }) => account === caller.account)
  return { Roles: roles.map((role) => roleElement(role, state.world)), IsTruncated: 'false' }
}

/**
 * Lists the inline policies.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html
 */
export const listRolePolicies: Operation = (parameters, caller, state) => {
  const { policies = {} } = namedRole('iam:ListRolePolicies', parameters, caller, state)
  return { PolicyNames: Object.keys(policies), IsTruncated: 'false' }
}

/**
 * The stand-in has no instance profiles.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html
 */
export const listInstanceProfilesForRole: Operation = (parameters, caller, state) => {
  namedRole('iam:ListInstanceProfilesForRole', parameters, caller, state)
  return { InstanceProfiles: [], IsTruncated: 'false' }
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html */
export const listAttachedRolePolicies: Operation = (parameters, caller, state) =>
  attachedPoliciesElement(namedRole('iam:ListAttachedRolePolicies', parameters, caller, state))
