import { type Profile, placeOf, text } from '../config/profile.ts'
import type { Settings } from '../config/settings.ts'
import { badValue } from './bad-value.ts'
import type { Mfa, Step } from './plan.ts'
import type { TargetOptions } from './request.ts'
import { durationOf, type Longest, wantedOf } from './role-duration.ts'
import { checkedSessionName, derivedSessionName } from './session-name.ts'

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

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, ExternalId */
function externalIdOf(profile: Profile | undefined, options: TargetOptions): string | undefined {
  const ofProfile = profile && text(profile, 'external_id')
  const [value, where] =
    options.externalId === undefined
      ? [ofProfile, `${profile && placeOf(profile, 'external_id')}, external_id`]
      : [options.externalId, '--external-id']
  if (value === undefined || /^[\w+=,.@:/-]{2,1224}$/.test(value)) return value
  throw badValue(where, 'that is not an external id', ['2 or more letters, digits and _+=,.@:/-'])
}
