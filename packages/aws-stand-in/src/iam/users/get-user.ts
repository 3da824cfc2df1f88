import type { Operation } from '../../query/operation.ts'
import { namedUserOrCaller, shownUserWhole } from './users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html */
export const getUser: Operation = (parameters, caller, sts) => {
  const user = namedUserOrCaller('iam:GetUser', parameters, caller, sts)
  return { User: shownUserWhole(user, sts.world) }
}
