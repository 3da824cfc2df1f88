import type { Mfa } from '../plan/plan.ts'

/** What was tried. */
export interface Attempt {
  /** `AssumeRole of arn:…` or `GetCallerIdentity` */
  readonly what: string
  /** `profile "bob"` or `the environment` */
  readonly keysOf: string
  readonly keyId: string
  readonly host: string
  readonly roleArn?: string
  readonly mfa?: Mfa
}

export const clockHint =
  'the clock of this machine is wrong; to set it: sudo timedatectl set-ntp true'

interface Cause {
  readonly code: RegExp
  readonly text?: RegExp
  hints(attempt: Attempt): readonly string[]
}

/** What to do, by STS's error code and, where one code stands for several causes, its text. */
export function stsHints(code: string, message: string, attempt: Attempt): readonly string[] {
  const cause = causes.find((each) => each.code.test(code) && (each.text?.test(message) ?? true))
  return cause?.hints(attempt) ?? []
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html; the first that fits. */
const causes: readonly Cause[] = [
  {
    code: /^AccessDenied/,
    text: /invalid MFA one time pass code/,
    hints: () => ['a code works once and for half a minute: try again with the next one'],
  },
  {
    code: /^AccessDenied/,
    text: /unable to validate MFA code/,
    hints: ({ mfa, keysOf }) => [
      `the device ${mfa ? `${mfa.serial}, from ${mfa.from}, ` : ''}is none of the user of ${keysOf}`,
      'see which there is with: aws iam list-mfa-devices; then give it: --serial-number ARN',
    ],
  },
  {
    code: /^AccessDenied/,
    text: /root accounts/,
    hints: ({ keysOf }) => [
      `the keys of ${keysOf} are those of the account's root: use those of an IAM user, and delete these`,
    ],
  },
  {
    code: /^AccessDenied/,
    text: /AssumeRoleWithWebIdentity/,
    hints: () => [
      'is that the right ARN? AWS answers the same for a role that does not exist',
      "does the role's trust policy name the token's issuer as Federated, and do its conditions fit the token's sub and aud?",
    ],
  },
  {
    code: /^AccessDenied/,
    text: /perform: sts:GetSessionToken/,
    hints: () => [
      'a policy denies these keys sessions with MFA; a role of more than an hour takes the code itself: --duration 2h',
    ],
  },
  {
    code: /^AccessDenied/,
    text: /sts:TagSession/,
    hints: () => [
      "session tags, and those that an earlier role hands on, need sts:TagSession: does the role's trust policy allow it beside sts:AssumeRole, and with these tags?",
      "does the caller's own policy allow it too? leaving the tags out needs neither: --tag, session_tags",
    ],
  },
  {
    code: /^AccessDenied/,
    text: /sts:SetSourceIdentity/,
    hints: () => [
      "a source identity needs sts:SetSourceIdentity: do the role's trust policy and the caller's own policy allow it, with this one?",
      'one that an earlier role was given stays as it is: give the same or none (--source-identity, source_identity)',
    ],
  },
  {
    code: /^AccessDenied/,
    text: /sts:GetFederationToken/,
    hints: () => [
      "the user's own policy has to allow sts:GetFederationToken; a role needs nothing of the kind: assume console ROLE_PROFILE",
    ],
  },
  {
    code: /^AccessDenied/,
    text: /not authorized|denied/i,
    hints: ({ roleArn, mfa }) => [
      ...(roleArn
        ? [`is that the right ARN? AWS answers the same for a role that does not exist`]
        : []),
      ...(mfa ? [] : ['does the role ask for MFA? give the six digits as the last word']),
      "does the role's trust policy name this user or account, and is an external id wanted (--external-id)?",
      "does the user's own policy allow sts:AssumeRole on the role?",
    ],
  },
  {
    code: /^ExpiredTokenException/,
    hints: ({ keysOf }) => [`${keysOf} is over: renew it where it came from`],
  },
  {
    code: /^InvalidIdentityToken/,
    hints: ({ keysOf }) => [
      `${keysOf} is none that this account takes: has it an OIDC provider for the token's iss and aud?`,
    ],
  },
  {
    code: /^ExpiredToken/,
    hints: ({ keysOf }) => [`the session in ${keysOf} is over: renew it where it came from`],
  },
  {
    code: /^InvalidClientTokenId/,
    hints: ({ keysOf, keyId }) => [
      `the key ${keyId} of ${keysOf} was deleted, switched off or mistyped, or its session token is missing or another's`,
    ],
  },
  {
    code: /^SignatureDoesNotMatch/,
    text: /expired|not yet current/i,
    hints: () => [clockHint],
  },
  {
    code: /^SignatureDoesNotMatch/,
    hints: ({ keysOf, keyId }) => [
      `the secret key that goes with ${keyId} in ${keysOf} is not the right one, or was cut short`,
    ],
  },
  {
    code: /^ValidationError/,
    text: /MaxSessionDuration/,
    hints: () => [
      'ask for less, an hour is always allowed: --duration 1h',
      'or let the role last longer: aws iam update-role --role-name NAME --max-session-duration SECONDS',
    ],
  },
  {
    code: /^InvalidParameterValue/,
    text: /conflicts with a transitive tag/,
    hints: () => [
      'an earlier role hands that tag on, and it cannot be set again: leave it out here (--tag, session_tags)',
    ],
  },
  {
    code: /^MalformedPolicyDocument/,
    hints: () => [
      'it is about the session policy (--policy, policy); what is wrong with one in a file says: aws accessanalyzer validate-policy --policy-type IDENTITY_POLICY --policy-document file://POLICY.json',
    ],
  },
  {
    code: /^PackedPolicyTooLarge/,
    hints: () => [
      'AWS packs session policy, policy ARNs and tags together: shorten or leave out some (--policy, --policy-arn, --tag)',
      'tags that an earlier role hands on count as well',
    ],
  },
  {
    code: /^RegionDisabled/,
    hints: () => ['call STS in a region that cannot be switched off: --region us-east-1'],
  },
  {
    code: /^(Throttling|RequestLimitExceeded|TooManyRequests)/,
    hints: () => ['AWS was asked too often from this account; wait a moment and try again'],
  },
  {
    code: /^(InternalFailure|InternalError|ServiceUnavailable)/,
    hints: () => ['it is on the side of AWS: try again in a while'],
  },
]
