import { checkPermission } from './iam-permission.ts'
import type { Operation } from './operation.ts'
import { StsError, validationError } from './sts-error.ts'
import { partitionOf, userArn } from './world.ts'

/**
 * The devices of a user, of the caller unless UserName says another.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html
 */
export const listMfaDevices: Operation = ({ UserName }, caller, sts) => {
  const partition = partitionOf(sts.world)
  const own = sts.world.users.find((user) => userArn(user, partition) === caller.principalArn)
  if (UserName === undefined && !own) {
    throw validationError('Must specify userName when calling with non-User credentials')
  }
  const name = UserName ?? own?.name ?? ''
  const user = sts.world.users.find((each) => each.account === caller.account && each.name === name)
  const resource = userArn(user ?? { ...nobody, account: caller.account, name }, partition)
  const asked = { action: 'iam:ListMFADevices', resource, shown: `user ${name}` }
  checkPermission(asked, caller, sts)
  if (!user) {
    throw new StsError('NoSuchEntity', 404, `The user with name ${name} cannot be found.`)
  }
  return {
    MFADevices: user.mfaDevices.map(({ serial }) => ({
      UserName: name,
      SerialNumber: serial,
      EnableDate: '2020-11-23T19:22:12Z',
    })),
    IsTruncated: 'false',
  }
}

const nobody = { accessKeys: [], policies: {}, mfaDevices: [] }
