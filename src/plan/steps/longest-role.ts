import { longestChained, longestRole, shownDuration } from '../../model/values/duration.ts'
import { iamEndpointConfig } from '../endpoint/iam-endpoint.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { Request } from '../request.ts'
import {
  accountOf,
  endpointConfigOfRoute,
  identityOf,
  type Planned,
  type Route,
} from '../route/route.ts'
import { accountOfArn } from '../values/arn.ts'
import type { Longest } from './role-duration.ts'

interface LongestRoleContext {
  readonly fromTemporaryCredentials: boolean
  /**
   * The step takes an MFA code, which is valid once. A retry with a shorter duration would need a
   * new code.
   */
  readonly takesCode: boolean
}

/**
 * Resolves `max` for a role to its MaxSessionDuration, from the cache or from IAM. If the value is
 * unknown, assume tries the longest duration of any role. If the attempt needs a code, assume uses
 * one hour, which every role allows.
 */
export function longestRoleOf(
  roleArn: string,
  { fromTemporaryCredentials, takesCode }: LongestRoleContext,
  request: Request,
  route: Route,
  inputs: PlanInputs,
): Planned<Longest> {
  if (fromTemporaryCredentials) return { value: { seconds: longestChained, note: chainedNote } }
  if (request.atMost !== undefined) return { value: { seconds: request.atMost, isGuess: true } }
  const remembered = inputs.learned.maximumOf(roleArn)
  if (typeof remembered === 'number') return { value: { seconds: remembered } }
  const need = remembered === undefined ? maximumNeed(roleArn, request, route, inputs) : undefined
  if (need && !inputs.facts.roleMaxima.has(roleArn)) return { need }
  const seconds = inputs.facts.roleMaxima.get(roleArn)
  if (seconds !== undefined) return { value: { seconds } }
  return takesCode
    ? { value: { seconds: longestChained, note: unknownNote(roleArn) } }
    : { value: { seconds: longestRole, isGuess: true } }
}

const chainedNote = `${shownDuration(longestChained)}: AWS gives no more to a role taken with temporary keys`

const unknownNote = (roleArn: string) =>
  `${shownDuration(longestChained)}, since IAM does not tell how long ${roleArn} may last, and to try would cost a code; if you know it: --duration 4h`

/** IAM discloses only roles of the caller's own account, and a token cannot call IAM. */
function maximumNeed(roleArn: string, request: Request, route: Route, inputs: PlanInputs) {
  const { source } = route.chain
  const account = accountOf(source) ?? identityOf(source, inputs)?.accountId
  if (source.tokenFor !== undefined) return undefined
  if (account !== undefined && account !== accountOfArn(roleArn)) return undefined
  const endpointConfig = iamEndpointConfig(
    endpointConfigOfRoute(request, route, inputs),
    route.profile,
    inputs,
  )
  return endpointConfig && { fact: 'role maximum' as const, roleArn, source, endpointConfig }
}
