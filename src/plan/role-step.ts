import { type Profile, placeOf, text } from '../config/profile.ts'
import type { Settings } from '../config/settings.ts'
import { checkedRoleDuration, longestChained, parseDuration } from './duration.ts'
import { checkedExternalId } from './external-id.ts'
import type { Mfa, Step } from './plan.ts'
import type { TargetOptions } from './request.ts'
import type { Said } from './said.ts'
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

/** One call, and what is to be told of it. */
export interface MadeStep {
  readonly step: Step
  readonly notes: readonly string[]
  /** Who says so, by parameter of the input: `--duration`, `~/.aws/config:12`. */
  readonly from: Readonly<Record<string, string>>
}

/** The AssumeRole call for one role. An option wins over the profile, and that over our settings. */
export function roleStep(
  { profile, arn, mfa }: RoleWanted,
  options: TargetOptions,
  circumstances: Circumstances,
): MadeStep {
  const notes: string[] = []
  const duration = durationOf(profile, options, circumstances, notes)
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
    RoleSessionName: sessionName.from,
    ...(duration && { DurationSeconds: duration.where }),
    ...(externalId && { ExternalId: externalId.from }),
    ...(mfa && { SerialNumber: mfa.from }),
  }
  const step = {
    operation: 'AssumeRole' as const,
    input,
    ...(profile && { profile: profile.name }),
  }
  return { step: mfa ? { ...step, mfa } : step, notes, from }
}

export function sessionNameOf(
  profile: Profile | undefined,
  options: TargetOptions,
  { settings, user }: Circumstances,
): Said {
  const checked = (value: string, from: string) => ({
    value: checkedSessionName(value, from),
    from,
  })
  const ofProfile = profile && text(profile, 'role_session_name')
  if (options.sessionName !== undefined) return checked(options.sessionName, '--session-name')
  if (ofProfile) return checked(ofProfile, `${placeOf(profile, 'role_session_name')}`)
  if (settings.sessionName) return checked(settings.sessionName, `${settings.file}, session_name`)
  return { value: derivedSessionName(user), from: 'the name of the user' }
}

/** With a note where it cannot be as long as that. */
export function durationOf(
  profile: Profile | undefined,
  options: TargetOptions,
  { settings, fromTemporaryKeys }: Circumstances,
  notes: string[],
): Duration | undefined {
  const wanted =
    optionDuration(options) ?? profileDuration(profile, notes) ?? settingsDuration(settings)
  if (wanted === undefined) return undefined
  if (!fromTemporaryKeys || wanted.seconds <= longestChained) {
    return { ...wanted, seconds: checkedRoleDuration(wanted.seconds, wanted.where) }
  }
  notes.push(
    `1 hour instead of the duration asked for (${wanted.where}): AWS gives no more to a role taken with temporary keys`,
  )
  return { seconds: longestChained, where: 'all that AWS gives a role taken with temporary keys' }
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

function externalIdOf(profile: Profile | undefined, options: TargetOptions): Said | undefined {
  const ofProfile = profile && text(profile, 'external_id')
  const [value, from] =
    options.externalId === undefined
      ? [ofProfile, `${profile && placeOf(profile, 'external_id')}, external_id`]
      : [options.externalId, '--external-id']
  return value === undefined ? undefined : { value: checkedExternalId(value, from), from }
}
