import type { Operation } from '../../query/operation.ts'
import { namedUser } from './users.ts'

/**
 * The inline ones.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserPolicies.html
 */
export const listUserPolicies: Operation = (parameters, caller, sts) => {
  const { policies } = namedUser('iam:ListUserPolicies', parameters, caller, sts)
  return { PolicyNames: Object.keys(policies), IsTruncated: 'false' }
}
