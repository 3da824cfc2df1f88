import type { Operation } from '../../query/operation.ts'
import { uniqueId } from '../../state/access-key-id.ts'
import { partitionOf, type Role, roleArn, roleId } from '../../state/world.ts'
import { isoSeconds, requestedTags } from '../elements.ts'
import { alreadyExists, deleteConflict } from '../errors.ts'
import { checkPermission } from '../permission.ts'
import { withAttached, withoutAttached } from '../policies/attach-policy.ts'
import { withPrincipalReplacedById } from './principals.ts'
import { findRole, namedRole, roleElementWithTags, withoutRole, withRole } from './roles.ts'
import { trustDocument } from './trust-document.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const createRole: Operation = (parameters, caller, state) => {
  const { RoleName = '', Path = '/', AssumeRolePolicyDocument = '' } = parameters
  const at = { account: caller.account, name: RoleName, path: Path }
  const arn = roleArn(at, partitionOf(state.world))
  checkPermission({ action: 'iam:CreateRole', resource: arn, resourceName: arn }, caller, state)
  const role: Role = {
    ...at,
    id: uniqueId('AROA', caller.account),
    createdAt: isoSeconds(state.now()),
    tags: requestedTags(parameters),
    trustPolicy: trustDocument(AssumeRolePolicyDocument, state.world),
    maxSessionDuration: Number(parameters.MaxSessionDuration ?? 3600),
  }
  if (findRole(RoleName, caller.account, state.world)) {
    throw alreadyExists(`Role with name ${RoleName} already exists.`)
  }
  state.setWorld(withRole(role, state.world))
  return { Role: roleElementWithTags(role, state.world) }
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html */
export const updateAssumeRolePolicy: Operation = (parameters, caller, state) => {
  const role = namedRole('iam:UpdateAssumeRolePolicy', parameters, caller, state)
  const trustPolicy = trustDocument(parameters.PolicyDocument ?? '', state.world)
  state.setWorld(withRole({ ...role, trustPolicy }, state.world))
  return {}
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html */
export const deleteRole: Operation = (parameters, caller, state) => {
  const role = namedRole('iam:DeleteRole', parameters, caller, state)
  const first = (what: string) => deleteConflict(`Cannot delete entity, must ${what} first.`)
  if (role.attachedPolicies?.length) throw first('detach all policies')
  if (Object.keys(role.policies ?? {}).length > 0) throw first('delete policies')
  const partition = partitionOf(state.world)
  const arn = roleArn(role, partition)
  state.setWorld(
    withPrincipalReplacedById(arn, roleId(role, partition), withoutRole(role, state.world)),
  )
  state.credentialStore.deleteSessions(arn)
  return {}
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html */
export const attachRolePolicy: Operation = (parameters, caller, state) => {
  const role = namedRole('iam:AttachRolePolicy', parameters, caller, state)
  const more = withAttached(role, 'PoliciesPerRole', parameters, caller, state)
  state.setWorld(withRole(more, state.world))
  return {}
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html */
export const detachRolePolicy: Operation = (parameters, caller, state) => {
  const role = namedRole('iam:DetachRolePolicy', parameters, caller, state)
  state.setWorld(withRole(withoutAttached(role, parameters), state.world))
  return {}
}
