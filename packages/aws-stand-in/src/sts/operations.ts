import type { Operation, UnsignedOperation } from '../query/operation.ts'
import { assumeRole } from './assume-role.ts'
import { assumeRoleWithWebIdentity } from './assume-role-with-web-identity.ts'
import { getFederationToken } from './get-federation-token.ts'
import { getSessionToken } from './get-session-token.ts'

/**
 * Requires no permission, and no policy can deny it.
 *
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
const getCallerIdentity: Operation = (_, { arn, userId, account }) => ({
  Arn: arn,
  UserId: userId,
  Account: account,
})

/** The signed operations by Action. */
export const operations = new Map<string, Operation>([
  ['AssumeRole', assumeRole],
  ['GetCallerIdentity', getCallerIdentity],
  ['GetFederationToken', getFederationToken],
  ['GetSessionToken', getSessionToken],
])

/** The operations without a signature. A parameter proves the identity of the caller. */
export const unsignedOperations = new Map<string, UnsignedOperation>([
  ['AssumeRoleWithWebIdentity', assumeRoleWithWebIdentity],
])
