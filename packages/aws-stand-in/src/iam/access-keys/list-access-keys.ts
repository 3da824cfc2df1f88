import type { Operation } from '../../query/operation.ts'
import { shownTime } from '../time.ts'
import { namedUserOrCaller } from '../users/users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html */
export const listAccessKeys: Operation = (parameters, caller, sts) => {
  const { name, accessKeys } = namedUserOrCaller('iam:ListAccessKeys', parameters, caller, sts)
  return {
    AccessKeyMetadata: accessKeys.map(({ accessKeyId, createdAt }) => ({
      UserName: name,
      AccessKeyId: accessKeyId,
      Status: 'Active',
      CreateDate: createdAt ?? shownTime(sts.now()),
    })),
    IsTruncated: 'false',
  }
}
