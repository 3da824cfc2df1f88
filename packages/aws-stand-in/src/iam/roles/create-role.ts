import type { Operation } from '../../query/operation.ts'
import { uniqueId } from '../../state/access-key-id.ts'
import { partitionOf, type Role, roleArn } from '../../state/world.ts'
import { alreadyExists } from '../errors.ts'
import { checkPermission } from '../permission.ts'
import { tagsIn } from '../tags.ts'
import { shownTime } from '../time.ts'
import { findRole, shownRoleWhole, withRole } from './roles.ts'
import { trustDocument } from './trust-document.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const createRole: Operation = (parameters, caller, sts) => {
  const { RoleName = '', Path = '/', AssumeRolePolicyDocument = '' } = parameters
  const at = { account: caller.account, name: RoleName, path: Path }
  const arn = roleArn(at, partitionOf(sts.world))
  checkPermission({ action: 'iam:CreateRole', resource: arn, shown: arn }, caller, sts)
  const role: Role = {
    ...at,
    id: uniqueId('AROA', caller.account),
    createdAt: shownTime(sts.now()),
    tags: tagsIn(parameters),
    trustPolicy: trustDocument(AssumeRolePolicyDocument, sts.world),
    maxSessionDuration: Number(parameters.MaxSessionDuration ?? 3600),
  }
  if (findRole(RoleName, caller.account, sts.world)) {
    throw alreadyExists(`Role with name ${RoleName} already exists.`)
  }
  sts.change(withRole(role, sts.world))
  return { Role: shownRoleWhole(role, sts.world) }
}
