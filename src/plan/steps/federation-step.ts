import { AssumeError } from '../../model/errors.ts'
import type { CallerIdentity } from '../facts.ts'
import { refuseUnsupported } from '../options/refused-option.ts'
import type { Source } from '../plan.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { Request } from '../request.ts'
import { partitionOf, userNameOf } from '../values/arn.ts'
import { sessionPolicies } from '../values/session-policy.ts'
import type { Steps } from './planned-step.ts'

/** The default duration, equal to that of a role session. */
const usualSeconds = 3600

/**
 * The step that turns a user's keys into console credentials. The console accepts neither long-term
 * credentials nor a session of GetSessionToken. The session has only the permissions that both its
 * policies and the user allow.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
 *
 * @throws AssumeError for the root user; UsageError for options of roles.
 */
export function federationSteps(
  request: Request,
  { kind, profile }: Source,
  caller: CallerIdentity,
  { policyFile }: PlanInputs,
): Steps {
  refuseUnsupported(request, 'federation')
  const { options, console } = request
  if (caller.arn.endsWith(':root')) {
    const owner = profile === undefined ? kind : `profile "${profile}"`
    throw new AssumeError(
      `the keys of ${owner} are those of the account's root, and cannot sign in to the console`,
      ['use those of an IAM user, and delete these; the root user signs in with its password'],
    )
  }
  const chosen = sessionPolicies(undefined, options, policyFile)
  const readOnly = `arn:${partitionOf(caller.arn)}:iam::aws:policy/ReadOnlyAccess`
  const isChosen = chosen.Policy !== undefined || chosen.PolicyArns !== undefined
  const note =
    'the console may only read, as far as this user may: --policy or --policy-arn for more'
  const input = {
    Name: (userNameOf(caller.arn) ?? 'assume').slice(0, 32).padEnd(2, '_'),
    DurationSeconds: console?.seconds ?? usualSeconds,
    ...(isChosen ? chosen : { PolicyArns: [{ arn: readOnly }] }),
  }
  const step = { operation: 'GetFederationToken' as const, input }
  return { made: [{ step, notes: [], from: {} }], notes: isChosen ? [] : [note] }
}
