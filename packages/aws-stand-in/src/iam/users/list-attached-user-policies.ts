import type { Operation } from '../../query/operation.ts'
import { shownAttachments } from '../policies/policies.ts'
import { namedUser } from './users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html */
export const listAttachedUserPolicies: Operation = (parameters, caller, sts) =>
  shownAttachments(namedUser('iam:ListAttachedUserPolicies', parameters, caller, sts))
