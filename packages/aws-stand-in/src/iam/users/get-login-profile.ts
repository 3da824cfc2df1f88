import type { Operation } from '../../query/operation.ts'
import { noSuchEntity } from '../errors.ts'
import { namedUserOrCaller } from './users.ts'

/**
 * In the demo nobody has a password for the console.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html
 */
export const getLoginProfile: Operation = (parameters, caller, sts) => {
  const { name } = namedUserOrCaller('iam:GetLoginProfile', parameters, caller, sts)
  throw noSuchEntity(`Login Profile for User ${name} cannot be found.`)
}
