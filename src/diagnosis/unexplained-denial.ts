import { shellWord } from '../formats/posix.ts'
import { accountOfArn, partitionOf, userNameOf } from '../plan/values/arn.ts'
import type { RoleInspection, StsAttempt } from './attempt.ts'

/**
 * Reasons for a denied role, in the order to check them, without the reasons that the attempt excludes. AWS
 * uses one message for all of them, so that a caller cannot find out which roles exist. If the message
 * names the type of the policy, `policy-causes.ts` has the hint.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denialHints(message: string, attempt: StsAttempt): readonly string[] {
  const { roleArn, caller, seenRole } = attempt
  if (roleArn === undefined) return [ownPolicy(attempt), serviceControl]
  const callerArn = callerOf(message, attempt)
  const asked = caller && !callerIn(message) ? [`it is ${caller} who asks`] : []
  const otherPartition = otherPartitionHint(message, attempt)
  if (otherPartition) return [...asked, otherPartition]
  const wrongArn = seenRole && wrongName(roleArn, seenRole)
  if (wrongArn) return [...asked, wrongArn, 'the rest is ruled out: IAM was asked for the role']
  return [
    ...asked,
    `1. ${seenRole ? 'the ARN is not it: IAM has this role' : rightArn(roleArn, callerArn)}`,
    `2. ${trustPolicy(roleArn, callerArn, attempt)}`,
    `3. ${mfaDevice(attempt)}`,
    `4. ${externalId(attempt)}`,
    `5. ${ownPolicy(attempt)}`,
    `6. ${serviceControl}`,
  ]
}

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
  const question = 'is that the right ARN? AWS answers the same for a role that does not exist'
  const [account, own] = [accountOfArn(roleArn), callerArn && accountOfArn(callerArn)]
  if (account === undefined || own === undefined) return question
  return account === own
    ? `${question}; its account is the caller's own: ${getRoleCommand(roleArn)}`
    : `${question}; its account is ${account}, and the caller's is ${own}`
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

function trustPolicy(roleArn: string, callerArn: string | undefined, attempt: StsAttempt): string {
  const { letsIn = 'unknown' } = trustOf(attempt) ?? {}
  if (letsIn === 'by name') return 'the trust policy is not it: it names the caller'
  if (letsIn === 'by account') return "the trust policy is not it: it names the caller's account"
  const question =
    letsIn === 'unknown'
      ? "does the role's trust policy name this user or account?"
      : "the role's trust policy names neither the caller nor the account:"
  const account = callerArn && accountOfArn(callerArn)
  const user = callerArn && userNameOf(callerArn)
  if (!account) return question
  const abroad = account === accountOfArn(roleArn) ? '' : ', in the account of the role'
  const who = user ? `--user ${shellWord(user)}` : '--root'
  return `${question} one that does${abroad}: assume policy trust ${who} --account ${account}`
}

function mfaDevice(attempt: StsAttempt): string {
  const { mfa, hasMfaSession, isTemporary, keysOf } = attempt
  const trust = trustOf(attempt)
  if (hasMfaSession) {
    return 'MFA is not it, for the session that asks has it; unless the role wants a code given just now'
  }
  if (mfa) return 'MFA is not it: a code was sent, and it was right'
  if (trust && !trust.asksForMfa && !isTemporary) {
    return "the trust policy asks for no MFA, but a policy of the caller's own may: give the six digits as the last word"
  }
  return isTemporary
    ? `does the role ask for MFA? keys of a session, as those of ${keysOf}, cannot give any: those of a user can`
    : `${trust ? 'the trust policy asks for MFA:' : 'does the role ask for MFA?'} give the six digits as the last word`
}

function externalId(attempt: StsAttempt): string {
  const trust = trustOf(attempt)
  if (trust && !trust.wantsExternalId)
    return 'an external id is not it: the trust policy wants none'
  return attempt.hasExternalId
    ? 'an external id was sent: is it the one that the trust policy wants?'
    : `${trust ? 'the trust policy wants an external id:' : 'does the trust policy want an external id?'} --external-id ID`
}

function ownPolicy(attempt: StsAttempt): string {
  if (attempt.roleArn === undefined) {
    return "does the caller's own policy allow it? nothing in it may deny it"
  }
  return trustOf(attempt)?.letsIn === 'by name'
    ? "does a policy of the caller's own deny it? to allow it none is needed, since the trust policy names the caller"
    : `does the caller's own policy allow it? ${allowIt(attempt)}`
}

const allowIt = ({ roleArn = '' }: StsAttempt) =>
  `one that allows sts:AssumeRole on the role: assume policy identity --role ${shellWord(roleArn)}`

const serviceControl = 'does a service control policy of the organization deny it? ask who keeps it'
