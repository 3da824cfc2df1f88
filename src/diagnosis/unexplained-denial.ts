import { shellWord } from '../formats/posix.ts'
import { accountOfArn, partitionOf, userNameOf } from '../plan/values/arn.ts'
import type { RoleInspection, StsAttempt } from './attempt.ts'

/**
 * Reasons for a denied role, the likeliest first, without the reasons that the attempt excludes. AWS uses
 * one message for all of them, so that a caller cannot find out which roles exist. If the message names the
 * type of the policy, `policy-causes.ts` has the hint.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denialHints(message: string, attempt: StsAttempt): readonly string[] {
  const { roleArn, caller, seenRole } = attempt
  if (roleArn === undefined) return [ownPolicy(attempt), serviceControl]
  const callerArn = callerOf(message, attempt)
  const asked = caller && !callerIn(message) ? [`the caller is ${caller}`] : []
  const otherPartition = otherPartitionHint(message, attempt)
  if (otherPartition) return [...asked, otherPartition]
  const wrongArn = seenRole && wrongName(roleArn, seenRole)
  if (wrongArn) return [...asked, wrongArn]
  const causes = [
    ...(seenRole ? [] : [{ hint: rightArn(roleArn, callerArn) }]),
    trustPolicy(roleArn, callerArn, attempt),
    mfaDevice(attempt),
    ...inLikelyOrder(roleArn, callerArn, [{ hint: ownPolicy(attempt) }, externalId(attempt)]),
    { hint: serviceControl },
  ].filter((cause) => cause !== undefined)
  const shown = causes.filter(({ isShown }) => isShown)
  const possible = causes.filter(({ isShown }) => !isShown)
  return [...asked, ...[...shown, ...possible].map(({ hint }) => hint)]
}

interface DenialCause {
  readonly hint: string
  /** The role's trust policy points to this cause. */
  readonly isShown?: boolean
}

/** An external ID is usually required by another account. */
const inLikelyOrder = <T>(roleArn: string, callerArn = '', causes: readonly T[]) =>
  accountOfArn(roleArn) === accountOfArn(callerArn) ? causes : causes.toReversed()

/** The ARN of the caller, from AWS's message or GetCallerIdentity. */
export const callerOf = (message: string, { caller }: StsAttempt): string | undefined =>
  callerIn(message) ?? caller

/** The ARN of the caller in AWS's message. Older messages do not contain it. */
const callerIn = (message: string): string | undefined =>
  /^User: (arn:\S+) is not authorized/.exec(message)?.[1]

/** Returns undefined unless the keys and the role are in different partitions. */
export function otherPartitionHint(message: string, attempt: StsAttempt): string | undefined {
  const callerArn = callerOf(message, attempt)
  const [own, wanted] = [callerArn, attempt.roleArn].map((arn) => arn && partitionOf(arn))
  return own && wanted && own !== wanted
    ? `the keys are of the partition ${own}, and the role is in ${wanted}: no role there can be taken with them`
    : undefined
}

function rightArn(roleArn: string, callerArn: string | undefined): string {
  const question = 'does the role exist? AWS gives the same answer if it does not'
  const [account, own] = [accountOfArn(roleArn), callerArn && accountOfArn(callerArn)]
  if (account === undefined || own === undefined) return question
  return account === own
    ? `${question}. To check: ${getRoleCommand(roleArn)}`
    : `${question}. Its account is ${account}, and the caller's is ${own}`
}

/** The account is right: IAM is only called for a role in the caller's own account. */
function wrongName(roleArn: string, seen: RoleInspection): string | undefined {
  if (seen === 'missing') {
    return `there is no such role in the account ${accountOfArn(roleArn)}: is its name right? aws iam list-roles --query 'Roles[].Arn'`
  }
  return seen.arn === roleArn ? undefined : `a role has its path in its ARN; it is ${seen.arn}`
}

const trustOf = ({ seenRole }: StsAttempt) => (seenRole === 'missing' ? undefined : seenRole?.trust)

export const getRoleCommand = (roleArn: string) =>
  `aws iam get-role --role-name ${shellWord(roleArn.slice(roleArn.lastIndexOf('/') + 1))}`

function trustPolicy(
  roleArn: string,
  callerArn: string | undefined,
  attempt: StsAttempt,
): DenialCause | undefined {
  const { letsIn = 'unknown' } = trustOf(attempt) ?? {}
  if (letsIn === 'by name' || letsIn === 'by account') return undefined
  const isShown = letsIn !== 'unknown'
  const question = isShown
    ? "the role's trust policy names neither the caller nor the account."
    : "does the role's trust policy name this user or account?"
  const account = callerArn && accountOfArn(callerArn)
  const user = callerArn && userNameOf(callerArn)
  if (!account) return { hint: question, isShown }
  const abroad = account === accountOfArn(roleArn) ? '' : ', in the account of the role'
  const who = user ? `--user ${shellWord(user)}` : '--root'
  const command = `assume policy trust ${who} --account ${account}`
  return { hint: `${question} One that does${abroad}: ${command}`, isShown }
}

function mfaDevice({ mfa, hasMfaSession, isTemporary, ...attempt }: StsAttempt) {
  const trust = trustOf(attempt)
  const isShown = trust?.asksForMfa ?? false
  if (mfa) return undefined
  if (hasMfaSession) {
    if (!attempt.isMfaSessionCached || (trust && !trust.asksForMfa)) return undefined
    return {
      hint: 'does the role require a new MFA code (aws:MultiFactorAuthAge)? Give the six digits as the last word',
      isShown,
    }
  }
  if (isTemporary) {
    const question = isShown ? 'the trust policy requires MFA.' : 'does the role require MFA?'
    return {
      hint: `${question} A role session cannot provide it; start from the keys of an IAM user`,
      isShown,
    }
  }
  if (trust && !trust.asksForMfa) {
    return {
      hint: "does a policy of the caller's own require MFA? Give the six digits as the last word",
    }
  }
  return {
    hint: `${isShown ? 'the trust policy requires MFA.' : 'does the role require MFA?'} Give the six digits as the last word`,
    isShown,
  }
}

function externalId(attempt: StsAttempt): DenialCause | undefined {
  const trust = trustOf(attempt)
  if (trust && !trust.wantsExternalId) return undefined
  const isShown = trust !== undefined
  if (attempt.hasExternalId) {
    return { hint: 'does the trust policy require another external ID?', isShown }
  }
  const question = isShown
    ? 'the trust policy requires an external ID.'
    : 'does the trust policy require an external ID?'
  return { hint: `${question} Give it with --external-id`, isShown }
}

function ownPolicy(attempt: StsAttempt): string {
  const { roleArn } = attempt
  if (roleArn === undefined) return "does the caller's own policy allow it, and nothing deny it?"
  return trustOf(attempt)?.letsIn === 'by name'
    ? "does a policy of the caller's own deny it?"
    : `does the caller's own policy allow it? One that does: assume policy identity --role ${shellWord(roleArn)}`
}

const serviceControl =
  'does a service control policy of the organization deny it? Ask your AWS administrator'
