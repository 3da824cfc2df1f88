import { longestChained, parseDuration, shownDuration } from './duration.ts'
import type { Mfa, Source, Step } from './plan.ts'
import type { Request } from './request.ts'
import type { World } from './world.ts'

type Settings = World['settings']

/** GetSessionToken with a code: what it gives may take any role that asks for MFA, with no other code. */
export function mfaSessionStep(mfa: Mfa, seconds: number) {
  return {
    operation: 'GetSessionToken' as const,
    input: { DurationSeconds: seconds, SerialNumber: mfa.serial },
    mfa,
  }
}

/** The old script asked for this long. */
const usualSeconds = 4 * 3600

export function mfaSessionSeconds({ mfaSessionDuration, file }: Settings): number {
  if (mfaSessionDuration === undefined) return usualSeconds
  return parseDuration(mfaSessionDuration, `${file}, mfa_session_duration`)
}

/**
 * One code for many roles: instead of to the first role it goes to an MFA session, which is kept for
 * as long as it lives and from which every role is taken. AWS counts that as role chaining and gives
 * such roles an hour at the most, so a role of more than that takes the code itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage-assume.html
 *
 * @param steps as they are without an MFA session.
 */
export function throughMfaSession(
  steps: readonly Step[],
  request: Request,
  source: Source,
  world: World,
): readonly Step[] {
  const [first, ...others] = steps
  if (!source.longLived || first?.operation !== 'AssumeRole' || !first.mfa) return steps
  const seconds = mfaSessionSeconds(world.settings)
  const reason = reasonAgainst(first, request, source, world)
  const { mfa, ...withoutMfa } = first
  const { SerialNumber: _, ...input } = first.input
  if (reason && mfa.isThere) return [{ ...withoutMfa, input }, ...others]
  if (reason) return [{ ...first, why: `the code goes to the role itself: ${reason}` }, ...others]
  const why = `one code for all roles of these keys, for ${shownDuration(seconds)}`
  return [{ ...mfaSessionStep(mfa, seconds), why }, { ...withoutMfa, input }, ...others]
}

type AssumeRole = Extract<Step, { operation: 'AssumeRole' }>

function reasonAgainst(
  { input }: AssumeRole,
  { needsFreshCode, console }: Request,
  source: Source,
  { memory, settings }: World,
): string | undefined {
  const { RoleArn, DurationSeconds = 0 } = input
  if (DurationSeconds > longestChained) {
    return `${shownDuration(DurationSeconds)} asked for, and from an MFA session AWS gives 1 h`
  }
  if (console?.seconds !== undefined) return 'a role of an MFA session has no --duration'
  if (needsFreshCode || memory.ofRole(RoleArn, source).wantsFreshCode) {
    return 'AWS denies it to an MFA session'
  }
  if (memory.ofKeys(source).getNoMfaSession) return 'AWS denies these keys an MFA session'
  return settings.cache === 'off' ? 'the setting "cache" is off, so none would be kept' : undefined
}
