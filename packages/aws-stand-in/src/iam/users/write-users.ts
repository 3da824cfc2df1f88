import type { Operation } from '../../query/operation.ts'
import { uniqueId } from '../../state/access-key-id.ts'
import { partitionOf, type User, userArn, userId } from '../../state/world.ts'
import { alreadyExists, deleteConflict } from '../errors.ts'
import { checkPermission } from '../permission.ts'
import { withoutPrincipal } from '../roles/principals.ts'
import { tagsIn } from '../tags.ts'
import { shownTime } from '../time.ts'
import { findUser, namedUser, shownUserWhole, withoutUser, withUser } from './users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html */
export const createUser: Operation = (parameters, caller, sts) => {
  const { UserName = '', Path = '/' } = parameters
  const user: User = {
    account: caller.account,
    name: UserName,
    id: uniqueId('AIDA', caller.account),
    path: Path,
    createdAt: shownTime(sts.now()),
    tags: tagsIn(parameters),
    accessKeys: [],
    policies: {},
    mfaDevices: [],
  }
  const arn = userArn(user, partitionOf(sts.world))
  checkPermission({ action: 'iam:CreateUser', resource: arn, shown: arn }, caller, sts)
  if (findUser(UserName, caller.account, sts.world)) {
    throw alreadyExists(`User with name ${UserName} already exists.`)
  }
  sts.change(withUser(user, sts.world))
  return { User: shownUserWhole(user, sts.world) }
}

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
