import type { Operation } from '../../query/operation.ts'
import { noSuchEntity } from '../errors.ts'
import { checkPermission, everything } from '../permission.ts'
import { namedUser, namedUserOrCaller, shownUser, shownUserWhole } from './users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html */
export const getUser: Operation = (parameters, caller, sts) => {
  const user = namedUserOrCaller('iam:GetUser', parameters, caller, sts)
  return { User: shownUserWhole(user, sts.world) }
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html */
export const listUsers: Operation = (_, caller, sts) => {
  checkPermission({ action: 'iam:ListUsers', ...everything('user', caller, sts) }, caller, sts)
  const users = sts.world.users.filter(({ account }) => account === caller.account)
  return { Users: users.map((user) => shownUser(user, sts.world)), IsTruncated: 'false' }
}

/**
 * In the demo nobody has a password for the console.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html
 */
export const getLoginProfile: Operation = (parameters, caller, sts) => {
  const { name } = namedUserOrCaller('iam:GetLoginProfile', parameters, caller, sts)
  throw noSuchEntity(`Login Profile for User ${name} cannot be found.`)
}

/**
 * The demo has no groups.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html
 */
export const listGroupsForUser: Operation = (parameters, caller, sts) => {
  namedUser('iam:ListGroupsForUser', parameters, caller, sts)
  return { Groups: [], IsTruncated: 'false' }
}

/**
 * The inline ones.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserPolicies.html
 */
export const listUserPolicies: Operation = (parameters, caller, sts) => {
  const { policies } = namedUser('iam:ListUserPolicies', parameters, caller, sts)
  return { PolicyNames: Object.keys(policies), IsTruncated: 'false' }
}
