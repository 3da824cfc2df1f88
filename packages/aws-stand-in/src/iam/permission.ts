import { AwsError, notAuthorized } from '../query/aws-error.ts'
import type { AwsState } from '../query/operation.ts'
import type { Caller } from '../state/caller.ts'
import { partitionOf } from '../state/world.ts'
import { factsOf } from '../sts/facts.ts'
import { sessionLimit } from '../sts/session-policy.ts'
import { verdict } from './evaluation/policy.ts'

interface Asked {
  readonly action: string
  readonly resource: string
  /** The resource as IAM's refusal calls it: `role admin`. */
  readonly shown: string
}

/** Throws in IAM's words unless the caller's own policies, and those of the session, allow this. */
export function checkPermission(
  { action, resource, shown }: Asked,
  caller: Caller,
  state: AwsState,
) {
  if (caller.kind === 'root') return
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
  if (caller.kind === 'user' && caller.keys === 'temporary' && !caller.mfaAt) {
    throw new AwsError(
      'InvalidClientTokenId',
      403,
      'The security token included in the request is invalid',
    )
  }
  const question = { action, resource, facts: factsOf({}, caller, 'none', state.now()) }
  const verdicts = [verdict(caller.policies, question), sessionLimit(caller, question)]
  if (verdicts.every((each) => each === 'allow')) return
  throw notAuthorized(caller.arn, action, shown)
}

/** What a list is of: all users, roles, policies or devices of the caller's account. */
export function everything(kind: string, { account }: Caller, { world }: AwsState) {
  const resource = `arn:${partitionOf(world)}:iam::${account}:${kind}/`
  return { resource, shown: resource }
}
