import type { StsCause } from './attempt.ts'

/** Causes in the request or in AWS itself. */
export const requestCauses: readonly StsCause[] = [
  {
    title: 'Duration exceeds the maximum of the role',
    code: /^ValidationError/,
    text: /MaxSessionDuration/,
    hints: () => [
      'an hour is always allowed: --duration 1h',
      'or increase the maximum session duration of the role in IAM',
    ],
  },
  {
    title: 'Duration exceeds the hour of role chaining',
    code: /^ValidationError/,
    text: /1 hour session limit/,
    hints: () => [
      'a role that you assume with temporary keys lasts an hour at most: --duration 1h',
    ],
  },
  {
    title: 'Invalid value (validation error)',
    code: /^ValidationError/,
    hints: () => [
      'the message names the value; to see where it comes from, run assume explain with the same words',
    ],
  },
  {
    title: 'A tag conflicts with a transitive tag',
    code: /^InvalidParameterValue/,
    text: /conflicts with a transitive tag/,
    hints: () => ['an earlier role passes on this tag, so leave it out here (--tag, session_tags)'],
  },
  {
    title: 'Invalid combination of tags',
    code: /^InvalidParameterValue/,
    hints: () => [
      'give each tag once, whatever its case, and each transitive tag also as a tag (--tag, --transitive-tag)',
    ],
  },
  {
    title: 'Invalid session policy',
    code: /^MalformedPolicyDocument/,
    hints: () => [
      'the session policy (--policy, policy) is invalid; to check a file: aws accessanalyzer validate-policy',
    ],
  },
  {
    title: 'Session policy and tags are too large',
    code: /^PackedPolicyTooLarge/,
    hints: () => [
      'AWS limits the session policy, policy ARNs and tags together: leave some out (--policy, --policy-arn, --tag)',
      'tags that an earlier role passes on count too',
    ],
  },
  {
    title: 'STS is not activated in the region',
    code: /^RegionDisabled/,
    hints: () => ['call STS in a region where it is always active: --region us-east-1'],
  },
  {
    title: 'Rate exceeded: too many calls',
    code: /^(Throttling|RequestLimitExceeded|TooManyRequests)/,
    hints: () => ['there were too many calls from this account; wait a moment and try again'],
  },
  {
    title: 'Internal failure of AWS',
    code: /^(InternalFailure|InternalError|ServiceUnavailable)/,
    hints: () => ['the failure is at AWS: try again later'],
  },
]
