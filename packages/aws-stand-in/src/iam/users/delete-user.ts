import type { Operation } from '../../query/operation.ts'
import { partitionOf, userArn, userId } from '../../state/world.ts'
import { deleteConflict } from '../errors.ts'
import { withoutPrincipal } from '../roles/principals.ts'
import { namedUser, withoutUser } from './users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html */
export const deleteUser: Operation = (parameters, caller, sts) => {
  const user = namedUser('iam:DeleteUser', parameters, caller, sts)
  const { accessKeys, attachedPolicies = [], mfaDevices, policies } = user
  const first = (what: string) => deleteConflict(`Cannot delete entity, must ${what} first.`)
  if (attachedPolicies.length > 0) throw first('detach all policies')
  if (Object.keys(policies).length > 0) throw first('delete policies')
  if (accessKeys.length > 0) throw first('delete access keys')
  if (mfaDevices.length > 0) throw first('delete MFA device')
  const partition = partitionOf(sts.world)
  const arn = userArn(user, partition)
  sts.change(withoutPrincipal(arn, userId(user, partition), withoutUser(user, sts.world)))
  sts.keyring.forget(arn)
  return {}
}
