import type { Operation } from '../../query/operation.ts'
import { partitionOf, roleArn, roleId } from '../../state/world.ts'
import { deleteConflict } from '../errors.ts'
import { withoutPrincipal } from './principals.ts'
import { namedRole, withoutRole } from './roles.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html */
export const deleteRole: Operation = (parameters, caller, sts) => {
  const role = namedRole('iam:DeleteRole', parameters, caller, sts)
  const first = (what: string) => deleteConflict(`Cannot delete entity, must ${what} first.`)
  if (role.attachedPolicies?.length) throw first('detach all policies')
  if (Object.keys(role.policies ?? {}).length > 0) throw first('delete policies')
  const partition = partitionOf(sts.world)
  const arn = roleArn(role, partition)
  sts.change(withoutPrincipal(arn, roleId(role, partition), withoutRole(role, sts.world)))
  sts.keyring.forget(arn)
  return {}
}
