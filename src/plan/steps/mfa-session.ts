import { longestChained, shownDuration } from '../../model/values/duration.ts'
import type { Mfa, Step } from '../plan.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { Request } from '../request.ts'
import type { Route } from '../route/route.ts'
import type { PlannedStep } from './planned-step.ts'

type PlanSettings = PlanInputs['settings']

/** GetSessionToken with a code. Its session can assume any role that requires MFA, without another code. */
export function mfaSessionStep(mfa: Mfa, { value, from }: Seconds, why?: string): PlannedStep {
  return {
    step: {
      operation: 'GetSessionToken',
      input: { DurationSeconds: value, SerialNumber: mfa.serial },
      mfa,
      ...(why !== undefined && { why }),
    },
    notes: [],
    from: { DurationSeconds: from, SerialNumber: mfa.from },
  }
}

interface Seconds {
  readonly value: number
  /** The location of the setting. */
  readonly from: string
}

/** The default, which the predecessor script used. */
const usual: Seconds = { value: 4 * 3600, from: 'what it is unless mfa_session_duration is set' }

export const mfaSessionSeconds = ({ mfaSessionDuration }: PlanSettings): Seconds =>
  mfaSessionDuration
    ? { value: mfaSessionDuration.value, from: mfaSessionDuration.location }
    : usual

/**
 * Uses one code for many roles. The code goes to an MFA session instead of the first role. assume
 * caches the MFA session until it expires and assumes every role from it. AWS counts this as role
 * chaining and limits these roles to one hour, so a role with a longer duration takes the code
 * itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage-assume.html
 *
 * @param made the calls without an MFA session.
 */
export function throughMfaSession(
  made: readonly PlannedStep[],
  request: Request,
  route: Route,
  inputs: PlanInputs,
): readonly PlannedStep[] {
  const { source } = route.chain
  const [first, ...others] = made
  if (!source.isLongTerm || first?.step.operation !== 'AssumeRole' || !first.step.mfa) return made
  const { mfa, ...step } = first.step
  const { SerialNumber: _, ...input } = step.input
  const { SerialNumber: __, ...from } = first.from
  const withoutMfa = { ...first, from, step: { ...step, input } }
  const reason = reasonAgainst(first.step, request, route, inputs)
  if (reason && mfa.isThere) return [withoutMfa, ...others]
  if (reason) {
    const why = `the code goes to the role itself: ${reason}`
    return [{ ...first, step: { ...first.step, why } }, ...others]
  }
  const seconds = mfaSessionSeconds(inputs.settings)
  const why = `one code for all roles of these keys, for ${shownDuration(seconds.value)}`
  return [mfaSessionStep(mfa, seconds, why), withoutMfa, ...others]
}

type AssumeRole = Extract<Step, { operation: 'AssumeRole' }>

function reasonAgainst(
  { input }: AssumeRole,
  { needsFreshCode, console }: Request,
  { chain: { source }, danger }: Route,
  { learned, settings }: PlanInputs,
): string | undefined {
  const { RoleArn, DurationSeconds = 0 } = input
  if (DurationSeconds > longestChained) {
    return `${shownDuration(DurationSeconds)} asked for, and from an MFA session AWS gives 1 h`
  }
  if (console?.seconds !== undefined) return 'a role of an MFA session has no --duration'
  if (needsFreshCode === 'for the role' || learned.ofRole(RoleArn, source).wantsFreshCode) {
    return 'AWS denies it to an MFA session'
  }
  if (danger && !danger.mayBeCached) {
    return 'the setting "danger_cache" is off, so no session is cached for it'
  }
  if (needsFreshCode === 'for the keys' || learned.ofKeys(source).getNoMfaSession) {
    return 'AWS denies these keys an MFA session'
  }
  return settings.cache?.value === 'off'
    ? 'the setting "cache" is off, so none would be cached'
    : undefined
}
