import type { Operation } from '../../query/operation.ts'
import { uniqueId } from '../../state/access-key-id.ts'
import { partitionOf, type User, userArn } from '../../state/world.ts'
import { alreadyExists } from '../errors.ts'
import { checkPermission } from '../permission.ts'
import { tagsIn } from '../tags.ts'
import { shownTime } from '../time.ts'
import { findUser, shownUserWhole, withUser } from './users.ts'

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
