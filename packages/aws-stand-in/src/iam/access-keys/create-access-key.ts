import type { Operation } from '../../query/operation.ts'
import { secretAccessKey, uniqueId } from '../../state/access-key-id.ts'
import { limitExceeded } from '../errors.ts'
import { shownTime } from '../time.ts'
import { namedUserOrCaller, withUser } from '../users/users.ts'

/** Of one user. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const most = 2

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html */
export const createAccessKey: Operation = (parameters, caller, sts) => {
  const user = namedUserOrCaller('iam:CreateAccessKey', parameters, caller, sts)
  if (user.accessKeys.length >= most) throw limitExceeded('AccessKeysPerUser', most)
  const key = {
    accessKeyId: uniqueId('AKIA', user.account),
    secretAccessKey: secretAccessKey(),
    createdAt: shownTime(sts.now()),
  }
  sts.change(withUser({ ...user, accessKeys: [...user.accessKeys, key] }, sts.world))
  return {
    AccessKey: {
      UserName: user.name,
      AccessKeyId: key.accessKeyId,
      Status: 'Active',
      SecretAccessKey: key.secretAccessKey,
      CreateDate: key.createdAt,
    },
  }
}
