import type { Operation } from '../../query/operation.ts'
import { withoutAttached } from '../policies/attaching.ts'
import { namedUser, withUser } from './users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html */
export const detachUserPolicy: Operation = (parameters, caller, sts) => {
  const user = namedUser('iam:DetachUserPolicy', parameters, caller, sts)
  sts.change(withUser(withoutAttached(user, parameters), sts.world))
  return {}
}
