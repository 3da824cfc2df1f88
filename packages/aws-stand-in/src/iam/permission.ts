import { AwsError, notAuthorized } from '../query/aws-error.ts'
import type { AwsState } from '../query/operation.ts'
import type { Caller } from '../state/caller.ts'
import { partitionOf } from '../state/world.ts'
import { requestContext } from '../sts/request-context.ts'
import { evaluateSessionPolicies } from '../sts/session-policy.ts'
import { evaluate } from './evaluation/policy.ts'

interface PermissionCheck {
  readonly action: string
  readonly resource: string
  /** The name of the resource in IAM's error message, for example `role admin`. */
  readonly resourceName: string
}

/**
 * Throws IAM's AccessDenied unless the policies of the caller and of the session allow the action.
 */
export function checkPermission(
  { action, resource, resourceName }: PermissionCheck,
  caller: Caller,
  state: AwsState,
) {
  if (caller.kind === 'root') return
  // A session of GetSessionToken without MFA cannot call IAM:
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
  if (caller.kind === 'user' && caller.keys === 'temporary' && !caller.mfaAt) {
    throw new AwsError(
      'InvalidClientTokenId',
      403,
      'The security token included in the request is invalid',
    )
  }
  if (isAllowed({ action, resource }, caller, state)) return
  throw notAuthorized(caller.arn, action, resourceName)
}

/** Returns true if the policies of the caller and of the session allow the action. */
export function isAllowed(
  { action, resource }: Pick<PermissionCheck, 'action' | 'resource'>,
  caller: Caller,
  state: AwsState,
): boolean {
  if (caller.kind === 'root') return true
  const request = { action, resource, context: requestContext({}, caller, 'none', state.now()) }
  const decisions = [evaluate(caller.policies, request), evaluateSessionPolicies(caller, request)]
  return decisions.every((each) => each === 'allowed')
}

/**
 * The resource of a list operation: all users, roles, policies or devices of the caller's account.
 */
export function allResources(kind: string, { account }: Caller, { world }: AwsState) {
  const resource = `arn:${partitionOf(world)}:iam::${account}:${kind}/`
  return { resource, resourceName: resource }
}
