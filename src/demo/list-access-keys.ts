import { checkPermission } from './iam-permission.ts'
import type { Operation } from './operation.ts'
import { validationError } from './sts-error.ts'
import { partitionOf, userArn } from './world.ts'

/**
 * The keys of the caller.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html
 */
export const listAccessKeys: Operation = (_, caller, sts) => {
  const partition = partitionOf(sts.world)
  const user = sts.world.users.find((each) => userArn(each, partition) === caller.principalArn)
  if (!user) throw validationError('Must specify userName when calling with non-User credentials')
  const resource = userArn(user, partition)
  checkPermission(
    { action: 'iam:ListAccessKeys', resource, shown: `user ${user.name}` },
    caller,
    sts,
  )
  return {
    AccessKeyMetadata: user.accessKeys.map(({ accessKeyId, createdAt }) => ({
      UserName: user.name,
      AccessKeyId: accessKeyId,
      Status: 'Active',
      CreateDate: createdAt ?? sts.now().toISOString(),
    })),
    IsTruncated: 'false',
  }
}
