import type { Operation, UnsignedOperation } from '../query/operation.ts'
import { assumeRole } from './assume-role.ts'
import { assumeRoleWithWebIdentity } from './assume-role-with-web-identity.ts'
import { getFederationToken } from './get-federation-token.ts'
import { getSessionToken } from './get-session-token.ts'

/**
 * Needs no permission, and no policy can deny it.
 *
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
const getCallerIdentity: Operation = (_, { arn, userId, account }) => ({
  Arn: arn,
  UserId: userId,
  Account: account,
})

/** By the name that a request gives as its Action. */
export const operations = new Map<string, Operation>([
  ['AssumeRole', assumeRole],
  ['GetCallerIdentity', getCallerIdentity],
  ['GetFederationToken', getFederationToken],
  ['GetSessionToken', getSessionToken],
])

/** Of these a parameter proves who calls, and no signature. */
export const unsignedOperations = new Map<string, UnsignedOperation>([
  ['AssumeRoleWithWebIdentity', assumeRoleWithWebIdentity],
])
