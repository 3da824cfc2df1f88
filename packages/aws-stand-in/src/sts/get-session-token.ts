import { evaluate } from '../iam/evaluation/policy.ts'
import { accessDenied, notAuthorized } from '../query/aws-error.ts'
import type { Operation } from '../query/operation.ts'
import { issue } from './issue-session.ts'
import { requestContext } from './request-context.ts'

const action = 'sts:GetSessionToken'

/**
 * Requires no permission, but a policy can deny it. The new credentials record whether MFA was
 * used.
 *
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
export const getSessionToken: Operation = (parameters, caller, state) => {
  if (caller.keys === 'temporary') {
    throw accessDenied('Cannot call GetSessionToken with session credentials')
  }
  const now = state.now()
  const { SerialNumber, TokenCode, DurationSeconds } = parameters
  const mfa = state.verifyCode(caller.mfaDevices, SerialNumber, TokenCode)
  const context = requestContext(parameters, caller, mfa, now)
  if (evaluate(caller.policies, { action, resource: '*', context }) === 'explicitDeny') {
    throw notAuthorized(caller.arn, action, caller.arn)
  }
  // The maximum for the root user is one hour, whatever the request asks for.
  const maxSeconds = caller.kind === 'root' ? 3600 : 129_600
  const seconds = Math.min(Number(DurationSeconds ?? 43_200), maxSeconds)
  const session = {
    ...caller,
    keys: 'temporary' as const,
    ...(mfa === 'verified' && { mfaAt: now }),
  }
  return { Credentials: issue(session, seconds, state) }
}
