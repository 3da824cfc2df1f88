import type { StsCause } from './attempt.ts'

/** Causes in the request or in AWS itself. */
export const requestCauses: readonly StsCause[] = [
  {
    title: 'A session that is longer than the role allows',
    code: /^ValidationError/,
    text: /MaxSessionDuration/,
    hints: () => [
      'ask for less, an hour is always allowed: --duration 1h',
      'or let the role last longer, by its maximum session duration in IAM',
    ],
  },
  {
    title: 'A session of more than an hour, taken with a session',
    code: /^ValidationError/,
    text: /1 hour session limit/,
    hints: () => ['a role taken with the keys of a session lasts an hour at most: --duration 1h'],
  },
  {
    title: 'A value that AWS does not take',
    code: /^ValidationError/,
    hints: () => [
      'AWS says above which one; assume explain, before the same words, shows who gave it',
    ],
  },
  {
    title: 'A tag that is handed on already',
    code: /^InvalidParameterValue/,
    text: /conflicts with a transitive tag/,
    hints: () => [
      'an earlier role hands that tag on, and it cannot be set again: leave it out here (--tag, session_tags)',
    ],
  },
  {
    title: 'Tags that do not go together',
    code: /^InvalidParameterValue/,
    hints: () => [
      'each tag once, in whatever case, and a transitive one has to be among them (--tag, --transitive-tag, session_tags, transitive_session_tags)',
    ],
  },
  {
    title: 'A session policy that is none',
    code: /^MalformedPolicyDocument/,
    hints: () => [
      'it is about the session policy (--policy, policy); aws accessanalyzer validate-policy says what is wrong with one in a file',
    ],
  },
  {
    title: 'Too much policy, too many tags',
    code: /^PackedPolicyTooLarge/,
    hints: () => [
      'AWS packs session policy, policy ARNs and tags together: shorten or leave out some (--policy, --policy-arn, --tag)',
      'tags that an earlier role hands on count as well',
    ],
  },
  {
    title: 'A region where STS is switched off',
    code: /^RegionDisabled/,
    hints: () => ['call STS in a region that cannot be switched off: --region us-east-1'],
  },
  {
    title: 'Too many calls',
    code: /^(Throttling|RequestLimitExceeded|TooManyRequests)/,
    hints: () => ['AWS was asked too often from this account; wait a moment and try again'],
  },
  {
    title: 'A failure of AWS',
    code: /^(InternalFailure|InternalError|ServiceUnavailable)/,
    hints: () => ['it is on the side of AWS: try again in a while'],
  },
]
