import { assumeRole } from './assume-role.ts'
import { getCallerIdentity } from './get-caller-identity.ts'
import { getSessionToken } from './get-session-token.ts'
import type { Operation } from './operation.ts'

/** By the name that a request gives as its Action. */
export const operations = new Map<string, Operation>([
  ['AssumeRole', assumeRole],
  ['GetCallerIdentity', getCallerIdentity],
  ['GetSessionToken', getSessionToken],
])
