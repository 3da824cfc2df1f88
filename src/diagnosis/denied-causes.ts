import type { StsCause } from './attempt.ts'
import { codeForRole, grantingPolicyCauses, limitingPolicyCauses } from './policy-causes.ts'
import { denialHints } from './unexplained-denial.ts'

/** Causes of `AccessDenied`, selected by the message. */
export const deniedCauses: readonly StsCause[] = [
  {
    title: 'Invalid MFA code: wrong, expired or already used',
    code: /^AccessDenied/,
    text: /invalid MFA one time pass code/,
    hints: () => ['a code works once and for half a minute: try again with the next one'],
  },
  {
    title: "Invalid MFA device: not the user's",
    code: /^AccessDenied/,
    text: /unable to validate MFA code/,
    hints: ({ mfa, keysOf }) => [
      `the device ${mfa ? `${mfa.serial}, from ${mfa.from}, ` : ''}is none of the user of ${keysOf}`,
      'name the right one with --serial-number; to see which there are: aws iam list-mfa-devices',
    ],
  },
  {
    title: 'MFA code without a device, or device without a code',
    code: /^AccessDenied/,
    text: /must provide both MFA serial number/,
    hints: () => [
      'give both: the six digits as the last word, and the device with --serial-number',
    ],
  },
  {
    title: 'Cannot call GetSessionToken with session credentials',
    code: /^AccessDenied/,
    text: /GetSessionToken with session credentials/,
    hints: ({ keysOf }) => [
      `the keys of ${keysOf} are those of a session already; leave the code out, or use those of an IAM user`,
    ],
  },
  {
    title: 'Root user: roles may not be assumed',
    code: /^AccessDenied/,
    text: /root accounts/,
    hints: ({ keysOf }) => [
      `the keys of ${keysOf} are those of the account's root: use those of an IAM user, and delete these`,
    ],
  },
  ...limitingPolicyCauses,
  {
    title: 'Access denied for a web identity',
    code: /^AccessDenied/,
    text: /AssumeRoleWithWebIdentity/,
    hints: () => [
      'is that the right ARN? AWS answers the same for a role that does not exist',
      "does the role's trust policy name the token's issuer as Federated, and do its conditions fit the token's sub and aud?",
    ],
  },
  {
    title: 'Access denied for GetSessionToken',
    code: /^AccessDenied/,
    text: /perform: sts:GetSessionToken/,
    hints: ({ isForRole }) => [
      `a policy denies these keys sessions with MFA${isForRole ? `; ${codeForRole}` : ': ask your administrator to change it'}`,
    ],
  },
  {
    title: 'Access denied for session tags (sts:TagSession)',
    code: /^AccessDenied/,
    text: /sts:TagSession/,
    hints: () => [
      "session tags, and those that an earlier role hands on, need sts:TagSession: does the role's trust policy allow it beside sts:AssumeRole, and with these tags?",
      "does the caller's own policy allow it too? leaving the tags out needs neither: --tag, session_tags",
    ],
  },
  {
    title: 'Access denied for a source identity (sts:SetSourceIdentity)',
    code: /^AccessDenied/,
    text: /sts:SetSourceIdentity/,
    hints: () => [
      "a source identity needs sts:SetSourceIdentity: do the role's trust policy and the caller's own policy allow it, with this one?",
      'one that an earlier role was given stays as it is: give the same or none (--source-identity, source_identity)',
    ],
  },
  {
    title: 'Access denied for the console of a user (sts:GetFederationToken)',
    code: /^AccessDenied/,
    text: /sts:GetFederationToken/,
    hints: () => [
      "the user's own policy has to allow sts:GetFederationToken; the session of a role needs nothing of the kind: name a profile with a role",
    ],
  },
  ...grantingPolicyCauses,
  {
    title: 'Access denied for a role (sts:AssumeRole)',
    code: /^AccessDenied/,
    text: /not authorized|denied/i,
    hints: (attempt, message) => denialHints(message, attempt),
  },
]
