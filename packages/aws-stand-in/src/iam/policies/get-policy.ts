import type { Operation } from '../../query/operation.ts'
import { namedPolicy, shownPolicyWhole } from './policies.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html */
export const getPolicy: Operation = (parameters, caller, sts) => {
  const [arn, policy] = namedPolicy('iam:GetPolicy', parameters, caller, sts)
  return { Policy: shownPolicyWhole(arn, policy, sts.world) }
}
