import type { Operation } from '../../query/operation.ts'
import { namedUser } from './users.ts'

/**
 * The demo has no groups.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html
 */
export const listGroupsForUser: Operation = (parameters, caller, sts) => {
  namedUser('iam:ListGroupsForUser', parameters, caller, sts)
  return { Groups: [], IsTruncated: 'false' }
}
