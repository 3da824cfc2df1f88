import type { Operation } from '../../query/operation.ts'
import { namedRole, withRole } from './roles.ts'
import { trustDocument } from './trust-document.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html */
export const updateAssumeRolePolicy: Operation = (parameters, caller, sts) => {
  const role = namedRole('iam:UpdateAssumeRolePolicy', parameters, caller, sts)
  const trustPolicy = trustDocument(parameters.PolicyDocument ?? '', sts.world)
  sts.change(withRole({ ...role, trustPolicy }, sts.world))
  return {}
}
