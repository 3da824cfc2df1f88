import { evaluate } from '../iam/evaluation/policy.ts'
import { accessDenied, notAuthorized } from '../query/aws-error.ts'
import type { Operation } from '../query/operation.ts'
import { federatedCaller } from '../state/caller.ts'
import { partitionOf } from '../state/world.ts'
import { issue } from './issue-session.ts'
import { requestContext } from './request-context.ts'
import { packedPolicySize, sessionPolicies } from './session-policy.ts'

const action = 'sts:GetFederationToken'

/**
 * Requires permission and long-term credentials. The new credentials cannot call STS, except
 * GetCallerIdentity.
 *
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
 */
export const getFederationToken: Operation = (parameters, caller, state) => {
  if (caller.keys === 'temporary') {
    throw accessDenied('Cannot call GetFederationToken with session credentials')
  }
  const { Name = '', DurationSeconds } = parameters
  const federated = federatedCaller(caller, Name, partitionOf(state.world))
  const context = requestContext(parameters, caller, 'none', state.now())
  const isRoot = caller.kind === 'root'
  if (
    !isRoot &&
    evaluate(caller.policies, { action, resource: federated.arn, context }) !== 'allowed'
  ) {
    throw notAuthorized(caller.arn, action, federated.arn)
  }
  sessionPolicies(parameters, state.world)
  const maxSeconds = isRoot ? 3600 : 129_600
  const seconds = Math.min(Number(DurationSeconds ?? 43_200), maxSeconds)
  return {
    Credentials: issue(federated, seconds, state),
    FederatedUser: { FederatedUserId: federated.userId, Arn: federated.arn },
    PackedPolicySize: packedPolicySize(parameters),
  }
}
