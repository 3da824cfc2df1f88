import { type Profile, placeOf, text } from '../config/profile.ts'
import type { Settings } from '../config/settings.ts'
import { checkedRoleDuration, longestChained, parseDuration } from './duration.ts'
import { checkedExternalId } from './external-id.ts'
import type { Mfa, Step } from './plan.ts'
import type { TargetOptions } from './request.ts'
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
  readonly policyFile: World['policyFile']
}

/** The AssumeRole call for one role. An option wins over the profile, and that over our settings. */
export function roleStep(
  { profile, arn, mfa }: RoleWanted,
  options: TargetOptions,
  circumstances: Circumstances,
): { readonly step: Step; readonly notes: readonly string[] } {
  const notes: string[] = []
  const duration = durationOf(profile, options, circumstances, notes)
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

export function durationOf(
  profile: Profile | undefined,
  options: TargetOptions,
  { settings, fromTemporaryKeys }: Circumstances,
  notes: string[],
): number | undefined {
  const wanted =
    optionDuration(options) ?? profileDuration(profile, notes) ?? settingsDuration(settings)
  if (wanted === undefined) return undefined
  if (!fromTemporaryKeys || wanted.seconds <= longestChained) {
    return checkedRoleDuration(wanted.seconds, wanted.where)
  }
  notes.push(
    `1 hour instead of the duration asked for (${wanted.where}): AWS gives no more to a role taken with temporary keys`,
  )
  return longestChained
}

interface Duration {
  readonly seconds: number
  readonly where: string
}

const optionDuration = ({ duration }: TargetOptions): Duration | undefined =>
  duration === undefined ? undefined : { seconds: duration, where: '--duration' }

/** The AWS CLI drops what is no number without a word. */
function profileDuration(profile: Profile | undefined, notes: string[]): Duration | undefined {
  const value = profile && text(profile, 'duration_seconds')
  if (!profile || value === undefined) return undefined
  const where = `${placeOf(profile, 'duration_seconds')}, duration_seconds`
  if (/^\d{1,9}$/.test(value)) return { seconds: Number(value), where }
  notes.push(`${where}: "${value}" is no number of seconds; it is ignored, as the AWS CLI does`)
  return undefined
}

function settingsDuration({ duration, file }: Settings): Duration | undefined {
  const where = `${file}, duration`
  return duration === undefined ? undefined : { seconds: parseDuration(duration, where), where }
}

function externalIdOf(profile: Profile | undefined, options: TargetOptions): string | undefined {
  const ofProfile = profile && text(profile, 'external_id')
  const [value, where] =
    options.externalId === undefined
      ? [ofProfile, `${profile && placeOf(profile, 'external_id')}, external_id`]
      : [options.externalId, '--external-id']
  return value === undefined ? undefined : checkedExternalId(value, where)
}
