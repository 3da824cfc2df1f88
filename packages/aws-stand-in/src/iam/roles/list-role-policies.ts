import type { Operation } from '../../query/operation.ts'
import { namedRole } from './roles.ts'

/**
 * The inline ones.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html
 */
export const listRolePolicies: Operation = (parameters, caller, sts) => {
  const { policies = {} } = namedRole('iam:ListRolePolicies', parameters, caller, sts)
  return { PolicyNames: Object.keys(policies), IsTruncated: 'false' }
}
