import { accessDenied, notAuthorized, validationError } from '../query/aws-error.ts'
import type { Operation } from '../query/operation.ts'
import type { Parameters } from '../query/parameters.ts'
import { type Caller, type RoleSession, roleCaller } from '../state/caller.ts'
import { partitionOf, type Role, roleArn, type World } from '../state/world.ts'
import { issue } from './issue-session.ts'
import { requestContext } from './request-context.ts'
import { packedPolicySize, sessionPolicies } from './session-policy.ts'
import { sessionTags } from './session-tags.ts'
import { mayAssume, type TrustRequest } from './trust.ts'

/**
 * Assumes a role. STS uses up the MFA code before any decision. It validates the duration last, so
 * only callers who may assume the role learn its maximum.
 *
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const assumeRole: Operation = (parameters, caller, state) => {
  const { RoleArn = '', SerialNumber, TokenCode } = parameters
  if (caller.kind === 'root') throw accessDenied('Roles may not be assumed by root accounts.')
  if (state.isAws && !/^arn:[^:]+:iam::\d{12}:role\/./.test(RoleArn))
    throw validationError(`${RoleArn} is invalid`)

  const { session, actions } = requestedSession(parameters, caller, state.world)
  const mfa = state.verifyCode(caller.mfaDevices, SerialNumber, TokenCode)
  const context = {
    ...requestContext(parameters, caller, mfa, state.now()),
    'sts:SourceIdentity': session.sourceIdentity,
  }
  const partition = partitionOf(state.world)
  const role = state.world.roles.find((each) => roleArn(each, partition) === RoleArn)
  const refused = actions.find(
    (action) => !role || !mayAssume({ action, caller, role, partition, context }),
  )
  if (!role || refused) throw notAuthorized(caller.arn, refused ?? 'sts:AssumeRole', RoleArn)

  const assumed = roleCaller(role, session, state.world)
  return {
    Credentials: issue(assumed, requestedSeconds(parameters, caller, role), state),
    AssumedRoleUser: { AssumedRoleId: assumed.userId, Arn: assumed.arn },
    PackedPolicySize: packedPolicySize(parameters),
    SourceIdentity: session.sourceIdentity,
  }
}

/** Returns the requested session and the actions that the trust policy must allow for it. */
function requestedSession(parameters: Parameters, caller: Caller, world: World) {
  const { tags, transitive } = sessionTags(parameters, caller)
  // A source identity persists in role chaining and cannot be changed.
  const inherited = caller.session?.sourceIdentity
  const sourceIdentity = inherited ?? parameters.SourceIdentity
  if (sourceIdentity !== (parameters.SourceIdentity ?? sourceIdentity)) {
    throw notAuthorized(caller.arn, 'sts:SetSourceIdentity', parameters.RoleArn ?? '')
  }
  const session: RoleSession = {
    name: parameters.RoleSessionName ?? '',
    ...sessionPolicies(parameters, world),
    tags,
    sourceIdentity,
    transitiveTagKeys: transitive,
    ...(caller.keys === 'temporary' && { isChained: true }),
  }
  const actions: TrustRequest['action'][] = ['sts:AssumeRole']
  if (Object.keys(tags).length > 0) actions.push('sts:TagSession')
  if (sourceIdentity !== undefined) actions.push('sts:SetSourceIdentity')
  return { session, actions }
}

/**
 * The credentials of GetSessionToken are temporary, so a role that they assume counts as chained.
 */
function requestedSeconds(
  { DurationSeconds = '3600' }: Parameters,
  caller: Caller,
  role: Role,
): number {
  const seconds = Number(DurationSeconds)
  if (caller.keys === 'temporary' && seconds > 3600) {
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    )
  }
  if (seconds > (role.maxSessionDuration ?? 3600)) {
    throw validationError(
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    )
  }
  return seconds
}
