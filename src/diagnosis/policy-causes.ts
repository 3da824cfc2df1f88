import { shellWord } from '../formats/posix.ts'
import { userNameOf } from '../plan/values/arn.ts'
import type { StsAttempt, StsCause } from './attempt.ts'
import { type DenyingPolicy, deniedAction, denyingPolicy, namesPolicy } from './denying-policy.ts'
import { callerOf, getRoleCommand, otherPartitionHint } from './unexplained-denial.ts'

/** The data for a hint about the policy that AWS has named. */
interface Denial {
  readonly policy: DenyingPolicy
  readonly action: string
  readonly message: string
  readonly attempt: StsAttempt
}

function policyCause(title: string, type: string, hint: (denial: Denial) => string): StsCause {
  return {
    title,
    code: /^AccessDenied/,
    text: namesPolicy(type),
    hints(attempt, message) {
      const policy = denyingPolicy(message)
      if (!policy) return []
      const action = deniedAction(message)
      const isSessionForRole = action === 'sts:GetSessionToken' && attempt.isForRole
      return [
        hint({ policy, action, message, attempt }),
        ...(isSessionForRole ? [codeForRole] : []),
      ]
    },
  }
}

/** A policy that denies GetSessionToken can allow AssumeRole, which accepts a code itself. */
export const codeForRole = 'a role of more than an hour takes the code itself: --duration 2h'

/**
 * Policies that limit what other policies allow. An MFA code does not change their decision, so the user is
 * not asked for one. The exception is a denied GetSessionToken: AssumeRole with a code is another call,
 * which they can allow.
 *
 * The order matters: a VPC endpoint policy can deny "transitively through a service control policy", and
 * the first entry must match that message.
 */
export const limitingPolicyCauses: readonly StsCause[] = [
  policyCause('Denied by a service control policy', 'service control policy', (denial) =>
    ofOrganization(denial, "a service control policy of the caller's organization"),
  ),
  policyCause('Denied by a resource control policy', 'resource control policy', (denial) =>
    ofOrganization(denial, 'a resource control policy of the organization that owns the role'),
  ),
  policyCause(
    'Denied by a VPC endpoint policy',
    'VPC endpoint policy',
    ({ policy, action }) =>
      `the policy of the VPC endpoint through which STS is called ${verb(policy)} ${action}: ask whoever manages it; aws ec2 describe-vpc-endpoints shows it`,
  ),
  policyCause(
    'Denied by a permissions boundary',
    'permissions boundary',
    ({ policy, action, message, attempt }) =>
      `the caller's permissions boundary ${verb(policy)} ${action}: ask your administrator to change it${boundaryCommand(message, attempt)}`,
  ),
  policyCause(
    'Denied by a session policy',
    'sessions? policy',
    ({ policy, action }) =>
      `the caller's session policy ${verb(policy)} ${action}: take the role before with another one (--policy, policy)`,
  ),
]

/** Returns true if a missing MFA code cannot be the cause. */
export const rulesOutMfa = (message: string): boolean =>
  limitingPolicyCauses.some(({ text }) => text?.test(message))

/** Policies that grant access and can require MFA, and policy types that this list does not know. */
export const grantingPolicyCauses: readonly StsCause[] = [
  policyCause("Denied by the role's trust policy", '(?:role trust|resource-based) policy', trust),
  policyCause('Denied by an identity-based policy', 'identity-based policy', identityBased),
  policyCause(
    'Denied by another type of policy',
    '.+',
    ({ policy, action }) =>
      `a policy of the type "${policy.type}" ${verb(policy)} ${action}: ask your administrator to change it`,
  ),
]

const verb = ({ isExplicit }: DenyingPolicy) => (isExplicit ? 'denies' : 'does not allow')

function ofOrganization({ policy, action }: Denial, which: string): string {
  const id = /\/(p-[a-z0-9]{8,128})$/.exec(policy.arn ?? '')?.[1]
  const shown = id ? `; it is shown by: aws organizations describe-policy --policy-id ${id}` : ''
  return policy.isExplicit
    ? `${which} denies ${action}: ask the organization's administrator to change it${shown}`
    : `${which.replace(/^a /, 'no ')} allows ${action}: ask the organization's administrator to allow it`
}

function boundaryCommand(message: string, attempt: StsAttempt): string {
  const caller = callerOf(message, attempt)
  const user = caller && userNameOf(caller)
  return user
    ? `; it is shown by: aws iam get-user --user-name ${shellWord(user)} --query User.PermissionsBoundary`
    : ''
}

function trust({ policy, action, message, attempt }: Denial): string {
  const otherPartition = otherPartitionHint(message, attempt)
  if (otherPartition) return otherPartition
  const command = getRoleCommand(attempt.roleArn ?? '')
  const mfa = mfaStep(attempt)
  if (policy.isExplicit) {
    const without = mfa && `; if it denies all without MFA, ${mfa}`
    return `the role's trust policy denies ${action}: look for Deny in it: ${command}${without}`
  }
  const conditions = [
    ...(attempt.hasExternalId ? [] : ['with an external id (--external-id ID)']),
    ...(mfa ? [`with MFA (${mfa})`] : []),
  ]
  const only = conditions.length > 0 ? `, or only ${conditions.join(' or ')}` : ''
  return `the role's trust policy does not allow the caller ${action}${only}: ${command}`
}

function identityBased({ policy, action, message, attempt }: Denial): string {
  const otherPartition = otherPartitionHint(message, attempt)
  if (otherPartition) return otherPartition
  const mfa = mfaStep(attempt)
  if (policy.isExplicit) {
    const without = mfa && `; if it denies all without MFA, ${mfa}`
    return `a policy of the caller's own denies ${action}: look for Deny in it${without}`
  }
  const only = mfa && `, or only with MFA (${mfa})`
  const allows =
    action === 'sts:AssumeRole' && attempt.roleArn !== undefined
      ? `: one that does: assume policy identity --role ${shellWord(attempt.roleArn)}`
      : ''
  return `no policy of the caller's own allows ${action}${only}${allows}`
}

/** Empty if a code was sent or the keys cannot send one. */
const mfaStep = ({ mfa, hasMfaSession, isTemporary }: StsAttempt) =>
  mfa || hasMfaSession || isTemporary ? '' : 'give the six digits as the last word'
