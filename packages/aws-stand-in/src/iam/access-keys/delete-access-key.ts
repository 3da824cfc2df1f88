import type { Operation } from '../../query/operation.ts'
import { noSuchEntity } from '../errors.ts'
import { namedUserOrCaller, withUser } from '../users/users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html */
export const deleteAccessKey: Operation = (parameters, caller, sts) => {
  const user = namedUserOrCaller('iam:DeleteAccessKey', parameters, caller, sts)
  const { AccessKeyId = '' } = parameters
  const left = user.accessKeys.filter((key) => key.accessKeyId !== AccessKeyId)
  if (left.length === user.accessKeys.length) {
    throw noSuchEntity(`The Access Key with id ${AccessKeyId} cannot be found.`)
  }
  sts.change(withUser({ ...user, accessKeys: left }, sts.world))
  return {}
}
