import { type Profile, placeOf, text } from '../../config/profile.ts'
import type { Settings } from '../../config/settings/settings.ts'
import { checkedSessionName, derivedSessionName } from '../../model/values/session-name.ts'
import type { TargetOptions } from '../options/target-options.ts'
import type { Mfa } from '../plan.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { Resolved } from '../resolve.ts'
import { checkedExternalId } from '../values/external-id.ts'
import { sessionPolicies } from '../values/session-policy.ts'
import { sessionTags } from '../values/session-tags.ts'
import { sourceIdentity } from '../values/source-identity.ts'
import type { PlannedStep } from './planned-step.ts'
import { durationOf, type Longest, wantedOf } from './role-duration.ts'

export interface PlannedRole {
  readonly profile?: Profile
  readonly arn: string
  readonly mfa: Mfa | undefined
}

export interface StepContext {
  readonly settings: Settings
  /** The name for the session, if no setting names one. */
  readonly user: string
  readonly fromTemporaryCredentials: boolean
  /** True for AWS's own STS. */
  readonly isAws: boolean
  /** The duration for `max`. Present only if `max` is requested. */
  readonly longest?: Longest
  readonly policyFile: PlanInputs['policyFile']
}

/**
 * The AssumeRole call for one role. An option takes precedence over the profile, and the profile
 * over the settings.
 */
export function roleStep(
  { profile, arn, mfa }: PlannedRole,
  options: TargetOptions,
  circumstances: StepContext,
): PlannedStep {
  const notes: string[] = []
  const { settings, longest } = circumstances
  const wanted = wantedOf(profile, options, settings, notes)
  const duration = durationOf(wanted, longest, circumstances, notes)
  const externalId = externalIdOf(profile, options)
  const sessionName = sessionNameOf(profile, options, circumstances)
  const input = {
    RoleArn: arn,
    RoleSessionName: sessionName.value,
    ...(duration && { DurationSeconds: duration.seconds }),
    ...(externalId && { ExternalId: externalId.value }),
    ...(mfa && { SerialNumber: mfa.serial }),
    ...sessionPolicies(profile, options, circumstances.policyFile),
    ...sessionTags(profile, options),
    ...sourceIdentity(profile, options),
  }
  const from = {
    RoleSessionName: sessionName.location,
    ...(duration && { DurationSeconds: duration.where }),
    ...(externalId && { ExternalId: externalId.location }),
    ...(mfa && { SerialNumber: mfa.from }),
  }
  const step = {
    operation: 'AssumeRole' as const,
    input,
    ...(profile && { profile: profile.name }),
    ...(longest?.isGuess && { isGuess: longest.isGuess }),
  }
  return { step: mfa ? { ...step, mfa } : step, notes, from }
}

export function sessionNameOf(
  profile: Profile | undefined,
  options: TargetOptions,
  { settings, user }: StepContext,
): Resolved {
  const resolvedName = (value: string, location: string) => ({
    value: checkedSessionName(value, location),
    location,
  })
  const ofProfile = profile && text(profile, 'role_session_name')
  if (options.sessionName !== undefined) return resolvedName(options.sessionName, '--session-name')
  if (ofProfile) return resolvedName(ofProfile, `${placeOf(profile, 'role_session_name')}`)
  return (
    settings.sessionName ?? { value: derivedSessionName(user), location: 'the name of the user' }
  )
}

function externalIdOf(profile: Profile | undefined, options: TargetOptions): Resolved | undefined {
  const ofProfile = profile && text(profile, 'external_id')
  const [value, location] =
    options.externalId === undefined
      ? [ofProfile, `${profile && placeOf(profile, 'external_id')}, external_id`]
      : [options.externalId, '--external-id']
  return value === undefined ? undefined : { value: checkedExternalId(value, location), location }
}
