import { shellWord } from '../exports/posix.ts'
import { accountOfArn, partitionOf, userNameOf } from '../plan/arn.ts'
import type { Attempt } from './sts-hints.ts'

/**
 * Why AWS can have denied a role, in the order in which to look, with what can be ruled out from
 * here. AWS has one text for all of it, so that nobody learns which roles there are; only now and
 * then it says which kind of policy it was.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denialHints(message: string, attempt: Attempt): readonly string[] {
  const { roleArn, caller } = attempt
  if (roleArn === undefined) return [ownPolicy(attempt), serviceControl]
  const callerArn = callerIn(message) ?? caller
  const asked = caller && !callerIn(message) ? [`it is ${caller} who asks`] : []
  if (callerArn && partitionOf(callerArn) !== partitionOf(roleArn)) {
    return [...asked, otherPartition(callerArn, roleArn)]
  }
  const told = policyTold(message)
  if (told) return [...asked, told(attempt), 'the rest is ruled out: AWS says which policy it is']
  return [
    ...asked,
    `1. ${rightArn(roleArn, callerArn)}`,
    `2. ${trustPolicy(roleArn, callerArn)}`,
    `3. ${mfaDevice(attempt)}`,
    `4. ${externalId(attempt)}`,
    `5. ${ownPolicy(attempt)}`,
    `6. ${serviceControl}`,
  ]
}

/** Whether AWS has said who asked: its older texts do not. */
const callerIn = (message: string): string | undefined =>
  /^User: (arn:\S+) is not authorized/.exec(message)?.[1]

const otherPartition = (callerArn: string, roleArn: string) =>
  `the keys are of the partition ${partitionOf(callerArn)}, and the role is in ${partitionOf(roleArn)}: no role there can be taken with them`

/** Where AWS says of which kind the policy is. The first that fits. */
function policyTold(message: string): ((attempt: Attempt) => string) | undefined {
  return kinds.find(({ words }) => words.test(message))?.hint
}

const kinds: readonly { readonly words: RegExp; hint(attempt: Attempt): string }[] = [
  {
    words: /explicit deny in a service control policy|no service control policy allows/,
    hint: () => 'a service control policy of the organization denies it: ask who keeps it',
  },
  {
    words: /explicit deny in a resource-based policy|no resource-based policy allows/,
    hint: ({ roleArn = '' }) =>
      `the role's trust policy denies it, or allows it to others alone: ${getRole(roleArn)}`,
  },
  {
    words: /permissions boundary/,
    hint: () => "the caller's permissions boundary does not allow it: let it allow sts:AssumeRole",
  },
  {
    words: /session policy/,
    hint: () =>
      'the session policy of the caller does not allow it: take the role before with another one (--policy, policy)',
  },
  {
    words: /explicit deny in an identity-based policy/,
    hint: () => "a policy of the caller's own denies it: look for Deny in it",
  },
  { words: /no identity-based policy allows/, hint: (attempt) => allowIt(attempt) },
]

function rightArn(roleArn: string, callerArn: string | undefined): string {
  const question = 'is that the right ARN? AWS answers the same for a role that does not exist'
  const [account, own] = [accountOfArn(roleArn), callerArn && accountOfArn(callerArn)]
  if (own === undefined) return question
  return account === own
    ? `${question}; its account is the caller's own: ${getRole(roleArn)}`
    : `${question}; its account is ${account}, and the caller's is ${own}`
}

const getRole = (roleArn: string) =>
  `aws iam get-role --role-name ${shellWord(roleArn.slice(roleArn.lastIndexOf('/') + 1))}`

function trustPolicy(roleArn: string, callerArn: string | undefined): string {
  const question = "does the role's trust policy name this user or account?"
  const account = callerArn && accountOfArn(callerArn)
  const user = callerArn && userNameOf(callerArn)
  if (!account) return question
  const abroad = account === accountOfArn(roleArn) ? '' : ', in the account of the role'
  const who = user ? `--user ${shellWord(user)}` : '--root'
  return `${question} one that does${abroad}: assume policy trust ${who} --account ${account}`
}

function mfaDevice({ mfa, hasMfaSession, isTemporary, keysOf }: Attempt): string {
  if (hasMfaSession) {
    return 'MFA is not it, for the session that asks has it; unless the role wants a code given just now'
  }
  if (mfa) return 'MFA is not it: a code was sent, and it was right'
  return isTemporary
    ? `does the role ask for MFA? keys of a session, as those of ${keysOf}, cannot give any: those of a user can`
    : 'does the role ask for MFA? give the six digits as the last word'
}

const externalId = ({ hasExternalId }: Attempt) =>
  hasExternalId
    ? 'an external id was sent: is it the one that the trust policy wants?'
    : 'does the trust policy want an external id? --external-id ID'

const ownPolicy = (attempt: Attempt) =>
  `does the caller's own policy allow it? ${attempt.roleArn ? allowIt(attempt) : 'nothing in it may deny it'}`

const allowIt = ({ roleArn = '' }: Attempt) =>
  `one that allows sts:AssumeRole on the role: assume policy identity --role ${shellWord(roleArn)}`

const serviceControl = 'does a service control policy of the organization deny it? ask who keeps it'
