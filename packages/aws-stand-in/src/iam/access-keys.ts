import type { Operation } from '../query/operation.ts'
import { secretAccessKey, uniqueId } from '../state/access-key-id.ts'
import { isoSeconds } from './elements.ts'
import { limitExceeded, noSuchEntity } from './errors.ts'
import { namedUserOrCaller, withUser } from './users/users.ts'

/**
 * The quota for one user.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const maxAccessKeys = 2

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html */
export const createAccessKey: Operation = (parameters, caller, state) => {
  const user = namedUserOrCaller('iam:CreateAccessKey', parameters, caller, state)
  if (user.accessKeys.length >= maxAccessKeys)
    throw limitExceeded('AccessKeysPerUser', maxAccessKeys)
  const key = {
    accessKeyId: uniqueId('AKIA', user.account),
    secretAccessKey: secretAccessKey(),
    createdAt: isoSeconds(state.now()),
  }
  state.setWorld(withUser({ ...user, accessKeys: [...user.accessKeys, key] }, state.world))
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

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html */
export const deleteAccessKey: Operation = (parameters, caller, state) => {
  const user = namedUserOrCaller('iam:DeleteAccessKey', parameters, caller, state)
  const { AccessKeyId = '' } = parameters
  const left = user.accessKeys.filter((key) => key.accessKeyId !== AccessKeyId)
  if (left.length === user.accessKeys.length) {
    throw noSuchEntity(`The Access Key with id ${AccessKeyId} cannot be found.`)
  }
  state.setWorld(withUser({ ...user, accessKeys: left }, state.world))
  return {}
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html */
export const listAccessKeys: Operation = (parameters, caller, state) => {
  const { name, accessKeys } = namedUserOrCaller('iam:ListAccessKeys', parameters, caller, state)
  return {
    AccessKeyMetadata: accessKeys.map(({ accessKeyId, createdAt }) => ({
      UserName: name,
      AccessKeyId: accessKeyId,
      Status: 'Active',
      CreateDate: createdAt ?? isoSeconds(state.now()),
    })),
    IsTruncated: 'false',
  }
}
