import type { Operation } from '../../query/operation.ts'
import { namedRole } from './roles.ts'

/**
 * The demo has no instance profiles.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html
 */
export const listInstanceProfilesForRole: Operation = (parameters, caller, sts) => {
  namedRole('iam:ListInstanceProfilesForRole', parameters, caller, sts)
  return { InstanceProfiles: [], IsTruncated: 'false' }
}
