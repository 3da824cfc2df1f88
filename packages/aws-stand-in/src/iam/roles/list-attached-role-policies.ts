import type { Operation } from '../../query/operation.ts'
import { shownAttachments } from '../policies/policies.ts'
import { namedRole } from './roles.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html */
export const listAttachedRolePolicies: Operation = (parameters, caller, sts) =>
  shownAttachments(namedRole('iam:ListAttachedRolePolicies', parameters, caller, sts))
