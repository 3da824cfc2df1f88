import type { Operation } from '../../query/operation.ts'
import { uniqueId } from '../../state/access-key-id.ts'
import { partitionOf, type User, userArn, userId } from '../../state/world.ts'
import { isoSeconds, requestedTags } from '../elements.ts'
import { alreadyExists, deleteConflict } from '../errors.ts'
import { checkPermission } from '../permission.ts'
import { withAttached, withoutAttached } from '../policies/attach-policy.ts'
import { withPrincipalReplacedById } from '../roles/principals.ts'
import { findUser, namedUser, userElementWithTags, withoutUser, withUser } from './users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html */
export const createUser: Operation = (parameters, caller, state) => {
  const { UserName = '', Path = '/' } = parameters
  const user: User = {
    account: caller.account,
    name: UserName,
    id: uniqueId('AIDA', caller.account),
    path: Path,
    createdAt: isoSeconds(state.now()),
    tags: requestedTags(parameters),
    accessKeys: [],
    policies: {},
    mfaDevices: [],
  }
  const arn = userArn(user, partitionOf(state.world))
  checkPermission({ action: 'iam:CreateUser', resource: arn, resourceName: arn }, caller, state)
  if (findUser(UserName, caller.account, state.world)) {
    throw alreadyExists(`User with name ${UserName} already exists.`)
  }
  state.setWorld(withUser(user, state.world))
  return { User: userElementWithTags(user, state.world) }
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html */
export const deleteUser: Operation = (parameters, caller, state) => {
  const user = namedUser('iam:DeleteUser', parameters, caller, state)
  const { accessKeys, attachedPolicies = [], mfaDevices, policies } = user
  const first = (what: string) => deleteConflict(`Cannot delete entity, must ${what} first.`)
  if (attachedPolicies.length > 0) throw first('detach all policies')
  if (Object.keys(policies).length > 0) throw first('delete policies')
  if (accessKeys.length > 0) throw first('delete access keys')
  if (mfaDevices.length > 0) throw first('delete MFA device')
  const partition = partitionOf(state.world)
  const arn = userArn(user, partition)
  state.setWorld(
    withPrincipalReplacedById(arn, userId(user, partition), withoutUser(user, state.world)),
  )
  state.credentialStore.deleteSessions(arn)
  return {}
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html */
export const attachUserPolicy: Operation = (parameters, caller, state) => {
  const user = namedUser('iam:AttachUserPolicy', parameters, caller, state)
  const more = withAttached(user, 'PoliciesPerUser', parameters, caller, state)
  state.setWorld(withUser(more, state.world))
  return {}
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html */
export const detachUserPolicy: Operation = (parameters, caller, state) => {
  const user = namedUser('iam:DetachUserPolicy', parameters, caller, state)
  state.setWorld(withUser(withoutAttached(user, parameters), state.world))
  return {}
}
