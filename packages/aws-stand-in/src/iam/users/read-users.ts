import type { Operation } from '../../query/operation.ts'
import { noSuchEntity } from '../errors.ts'
import { allResources, checkPermission } from '../permission.ts'
import { attachedPoliciesElement } from '../policies/policies.ts'
import { namedUser, namedUserOrCaller, userElement, userElementWithTags } from './users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html */
export const getUser: Operation = (parameters, caller, state) => {
  const user = namedUserOrCaller('iam:GetUser', parameters, caller, state)
  return { User: userElementWithTags(user, state.world) }
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html */
export const listUsers: Operation = (_, caller, state) => {
  checkPermission(
    { action: 'iam:ListUsers', ...allResources('user', caller, state) },
    caller,
    state,
  )
  const users = state.world.users.filter(({ account }) => account === caller.account)
  return { Users: users.map((user) => userElement(user, state.world)), IsTruncated: 'false' }
}

/**
 * In the stand-in no user has a console password.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html
 */
export const getLoginProfile: Operation = (parameters, caller, state) => {
  const { name } = namedUserOrCaller('iam:GetLoginProfile', parameters, caller, state)
  throw noSuchEntity(`Login Profile for User ${name} cannot be found.`)
}

/**
 * The stand-in has no groups.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html
 */
export const listGroupsForUser: Operation = (parameters, caller, state) => {
  namedUser('iam:ListGroupsForUser', parameters, caller, state)
  return { Groups: [], IsTruncated: 'false' }
}

/**
 * Lists the inline policies.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserPolicies.html
 */
export const listUserPolicies: Operation = (parameters, caller, state) => {
  const { policies } = namedUser('iam:ListUserPolicies', parameters, caller, state)
  return { PolicyNames: Object.keys(policies), IsTruncated: 'false' }
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html */
export const listAttachedUserPolicies: Operation = (parameters, caller, state) =>
  attachedPoliciesElement(namedUser('iam:ListAttachedUserPolicies', parameters, caller, state))
