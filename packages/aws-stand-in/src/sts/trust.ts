import type { RequestContext } from '../iam/evaluation/conditions.ts'
import { type AuthorizationRequest, evaluate } from '../iam/evaluation/policy.ts'
import type { Caller } from '../state/caller.ts'
import { type Role, roleArn, rootArn } from '../state/world.ts'
import { evaluateSessionPolicies } from './session-policy.ts'

/**
 * A request to assume a role. Session tags and a source identity require an additional action each.
 */
export interface TrustRequest {
  readonly action: 'sts:AssumeRole' | 'sts:TagSession' | 'sts:SetSourceIdentity'
  readonly caller: Caller
  readonly role: Role
  readonly partition: string
  readonly context: RequestContext
}

/**
 * Returns whether a caller may assume a role. The trust policy must always allow the caller. If it
 * names a caller of the role's account, no other permission is required. If it names the caller's
 * account (`…:root`) or a caller of another account, the identity policies of the caller must also
 * allow the action.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function mayAssume({ action, caller, role, partition, context }: TrustRequest): boolean {
  const trust = (...principals: string[]) =>
    evaluate([role.trustPolicy], { action, principals, context })
  const request: AuthorizationRequest = { action, resource: roleArn(role, partition), context }

  const named = trust(caller.arn, caller.principalArn, '*')
  const delegated = trust(caller.account, rootArn(caller.account, partition))
  const byIdentityPolicies = evaluate(caller.policies, request)
  const bySessionPolicies = evaluateSessionPolicies(caller, request)

  if (
    [named, delegated, byIdentityPolicies, bySessionPolicies].includes('explicitDeny') ||
    bySessionPolicies === 'implicitDeny'
  )
    return false
  const namedInOwnAccount = named === 'allowed' && role.account === caller.account
  return (
    namedInOwnAccount ||
    ((named === 'allowed' || delegated === 'allowed') && byIdentityPolicies === 'allowed')
  )
}
