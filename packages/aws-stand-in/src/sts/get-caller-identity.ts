import type { Operation } from '../query/operation.ts'

/**
 * Needs no permission, and no policy can deny it.
 *
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export const getCallerIdentity: Operation = (_, { arn, userId, account }) => ({
  Arn: arn,
  UserId: userId,
  Account: account,
})
