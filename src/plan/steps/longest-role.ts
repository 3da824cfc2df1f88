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
import { longestChained, longestRole, shownDuration } from '../values/duration.ts'
import type { Longest } from './role-duration.ts'

interface LongestRoleContext {
  readonly fromTemporaryCredentials: boolean
  /** More than an hour takes a code, which cannot be sent again with less asked for. */
  readonly takesCode: boolean
}

/**
 * What `max` means for a role: its MaxSessionDuration, where that is remembered or IAM tells it. Else
 * the most that any role lasts is tried, or, where that would cost a code, the hour that every role
 * lasts is taken.
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

/** IAM tells of the roles of the caller's own account alone, and a token is no caller. */
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
