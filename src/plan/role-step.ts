import { type Profile, placeOf, text } from '../config/profile.ts'
import type { Settings } from '../config/settings.ts'
import { checkedExternalId } from './external-id.ts'
import type { Mfa, Step } from './plan.ts'
import type { TargetOptions } from './request.ts'
import { durationOf, type Longest, wantedOf } from './role-duration.ts'
import { checkedSessionName, derivedSessionName } from './session-name.ts'
import { sessionPolicies } from './session-policy.ts'
import { sessionTags } from './session-tags.ts'
import { sourceIdentity } from './source-identity.ts'
import type { World } from './world.ts'

export interface RoleWanted {
  readonly profile?: Profile
  readonly arn: string
  readonly mfa: Mfa | undefined
}

export interface Circumstances {
  readonly settings: Settings
  /** Whom the session is named after, if nothing names it. */
  readonly user: string
  readonly fromTemporaryKeys: boolean
  /** What `max` means for it, if that is what is wanted. */
  readonly longest?: Longest
  readonly policyFile: World['policyFile']
}

/** The AssumeRole call for one role. An option wins over the profile, and that over our settings. */
export function roleStep(
  { profile, arn, mfa }: RoleWanted,
  options: TargetOptions,
  circumstances: Circumstances,
): { readonly step: Step; readonly notes: readonly string[] } {
  const notes: string[] = []
  const { settings, fromTemporaryKeys, longest } = circumstances
  const wanted = wantedOf(profile, options, settings, notes)
  const duration = durationOf(wanted, longest, fromTemporaryKeys, notes)
  const externalId = externalIdOf(profile, options)
  const input = {
    RoleArn: arn,
    RoleSessionName: sessionNameOf(profile, options, circumstances),
    ...(duration !== undefined && { DurationSeconds: duration }),
    ...(externalId !== undefined && { ExternalId: externalId }),
    ...(mfa && { SerialNumber: mfa.serial }),
    ...sessionPolicies(profile, options, circumstances.policyFile),
    ...sessionTags(profile, options),
    ...sourceIdentity(profile, options),
  }
  const step = {
    operation: 'AssumeRole' as const,
    input,
    ...(profile && { profile: profile.name }),
    ...(longest?.isGuess && { isGuess: longest.isGuess }),
  }
  return { step: mfa ? { ...step, mfa } : step, notes }
}

export function sessionNameOf(
  profile: Profile | undefined,
  options: TargetOptions,
  { settings, user }: Circumstances,
): string {
  const ofProfile = profile && text(profile, 'role_session_name')
  if (options.sessionName !== undefined)
    return checkedSessionName(options.sessionName, '--session-name')
  if (ofProfile) return checkedSessionName(ofProfile, `${placeOf(profile, 'role_session_name')}`)
  if (settings.sessionName)
    return checkedSessionName(settings.sessionName, `${settings.file}, session_name`)
  return derivedSessionName(user)
}

function externalIdOf(profile: Profile | undefined, options: TargetOptions): string | undefined {
  const ofProfile = profile && text(profile, 'external_id')
  const [value, where] =
    options.externalId === undefined
      ? [ofProfile, `${profile && placeOf(profile, 'external_id')}, external_id`]
      : [options.externalId, '--external-id']
  return value === undefined ? undefined : checkedExternalId(value, where)
}
