import type { Operation } from '../../query/operation.ts'
import { withAttached } from '../policies/attaching.ts'
import { namedUser, withUser } from './users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html */
export const attachUserPolicy: Operation = (parameters, caller, sts) => {
  const user = namedUser('iam:AttachUserPolicy', parameters, caller, sts)
  const more = withAttached(user, 'PoliciesPerUser', parameters, caller, sts)
  sts.change(withUser(more, sts.world))
  return {}
}
