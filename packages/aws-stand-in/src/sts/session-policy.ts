import { managedPolicy } from '../iam/evaluation/managed-policies.ts'
import {
  type AuthorizationRequest,
  type Decision,
  evaluate,
  type PolicyDocument,
} from '../iam/evaluation/policy.ts'
import { AwsError } from '../query/aws-error.ts'
import { members, type Parameters } from '../query/parameters.ts'
import { type Caller, noSessionPolicies, type SessionPolicies } from '../state/caller.ts'
import type { World } from '../state/world.ts'

/**
 * Returns the session policies of a request. Throws MalformedPolicyDocument or
 * PackedPolicyTooLarge.
 */
export function sessionPolicies(parameters: Parameters, world: World): SessionPolicies {
  const arns = members(parameters, 'PolicyArns').map(({ arn = '' }) => arn)
  checkSize(parameters.Policy ?? '', arns)
  const managed = arns.flatMap((arn) => managedPolicy(arn, world)?.document ?? [])
  const inline = parameters.Policy === undefined ? [] : [inlinePolicy(parameters.Policy)]
  return {
    policies: [...inline, ...managed],
    unknownPolicies: arns.filter((arn) => managedPolicy(arn, world) === undefined),
  }
}

/**
 * "The size of the passed JSON policy document and all passed managed policy ARN characters
 * combined can't exceed 2,048 characters."
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
function checkSize(policy: string, arns: readonly string[]): void {
  const percent = Math.ceil((100 * (policy.length + arns.join('').length)) / 2048)
  if (percent <= 100) return
  throw new AwsError(
    'PackedPolicyTooLarge',
    400,
    `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`,
  )
}

function inlinePolicy(text: string): PolicyDocument {
  try {
    const document = JSON.parse(text)
    if (document?.Statement instanceof Object) return document
  } catch {
    // The error is the same for invalid JSON and for a document without statements.
  }
  throw new AwsError('MalformedPolicyDocument', 400, 'This policy contains invalid Json')
}

/** A session policy limits the permissions of the session's role. */
export function evaluateSessionPolicies(
  { session }: Caller,
  request: AuthorizationRequest,
): Decision {
  const { policies, unknownPolicies } = session ?? noSessionPolicies
  if (unknownPolicies.length > 0) {
    throw new AwsError(
      'NotImplemented',
      501,
      `the stand-in does not know the managed session policy ${unknownPolicies}`,
    )
  }
  return policies.length > 0 ? evaluate(policies, request) : 'allowed'
}

/**
 * Returns the percentage of the size limit that a session uses. AWS does not document its packed
 * format, so this is an estimate.
 */
export function packedPolicySize({ Policy, ...others }: Parameters): number | undefined {
  const lists = Object.entries(others).filter(([name]) => /^(PolicyArns|Tags)\./.test(name))
  const text = [Policy ?? '', ...lists.map(([, value]) => value)].join('')
  return text === '' ? undefined : Math.ceil((100 * text.length) / 2048)
}
