import type { Operation } from '../../query/operation.ts'
import { checkPermission, everything } from '../permission.ts'
import { shownUser } from './users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html */
export const listUsers: Operation = (_, caller, sts) => {
  checkPermission({ action: 'iam:ListUsers', ...everything('user', caller, sts) }, caller, sts)
  const users = sts.world.users.filter(({ account }) => account === caller.account)
  return { Users: users.map((user) => shownUser(user, sts.world)), IsTruncated: 'false' }
}
