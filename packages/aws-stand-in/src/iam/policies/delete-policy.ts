import type { Operation } from '../../query/operation.ts'
import { notAuthorized } from '../../query/sts-error.ts'
import { deleteConflict } from '../errors.ts'
import { attachmentsOf, namedPolicy, withoutPolicy } from './policies.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html */
export const deletePolicy: Operation = (parameters, caller, sts) => {
  const [arn] = namedPolicy('iam:DeletePolicy', parameters, caller, sts)
  if (arn.split(':')[4] === 'aws') {
    throw notAuthorized(caller.arn, 'iam:DeletePolicy', `policy ${arn}`)
  }
  if (attachmentsOf(arn, sts.world) > 0) {
    throw deleteConflict('Cannot delete a policy attached to entities.')
  }
  sts.change(withoutPolicy(arn, sts.world))
  return {}
}
