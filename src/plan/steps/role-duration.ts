import { type Profile, placeOf, text } from '../../config/profile.ts'
import type { Settings } from '../../config/settings/settings.ts'
import { checkedRoleDuration, longestChained } from '../../model/values/duration.ts'
import type { TargetOptions } from '../options/target-options.ts'

/** The requested duration of a role session and its location. */
export interface RequestedDuration {
  readonly seconds: number | 'max'
  /** `--duration`, `~/.aws/config:5, duration_seconds` */
  readonly where: string
}

/** The longest possible duration, as far as it is known. */
export interface Longest {
  readonly seconds: number
  /** The limit is unknown. AWS may refuse the duration, and assume then tries a shorter one. */
  readonly isGuess?: true
  readonly note?: string
}

/** An option takes precedence over the profile, and the profile over the settings. */
export function wantedOf(
  profile: Profile | undefined,
  { duration }: TargetOptions,
  settings: Settings,
  notes: string[] = [],
): RequestedDuration | undefined {
  if (duration !== undefined) return { seconds: duration, where: '--duration' }
  return profileDuration(profile, notes) ?? settingsDuration(settings)
}

interface Duration {
  readonly seconds: number
  readonly where: string
}

/** The credentials and the STS of the call. */
interface DurationLimits {
  readonly fromTemporaryCredentials: boolean
  /** False for another STS, which has its own limits. */
  readonly isAws: boolean
}

/** The DurationSeconds for AssumeRole. Undefined means AWS's default of one hour. */
export function durationOf(
  wanted: RequestedDuration | undefined,
  longest: Longest | undefined,
  { fromTemporaryCredentials, isAws }: DurationLimits,
  notes: string[],
): Duration | undefined {
  if (wanted === undefined) return undefined
  const { seconds, where } = wanted
  if (seconds === 'max') {
    if (longest?.note !== undefined) notes.push(longest.note)
    return longest && { seconds: longest.seconds, where }
  }
  if (!fromTemporaryCredentials || seconds <= longestChained) {
    return { seconds: isAws ? checkedRoleDuration(seconds, where) : seconds, where }
  }
  notes.push(
    `1 hour instead of the duration asked for (${where}): AWS gives no more to a role taken with temporary keys`,
  )
  return { seconds: longestChained, where: 'all that AWS gives a role taken with temporary keys' }
}

/** The AWS CLI silently ignores a value that is not a number. assume adds a note. */
function profileDuration(
  profile: Profile | undefined,
  notes: string[],
): RequestedDuration | undefined {
  const value = profile && text(profile, 'duration_seconds')
  if (!profile || value === undefined) return undefined
  const where = `${placeOf(profile, 'duration_seconds')}, duration_seconds`
  if (/^\d{1,9}$/.test(value)) return { seconds: Number(value), where }
  notes.push(`${where}: "${value}" is no number of seconds; it is ignored, as the AWS CLI does`)
  return undefined
}

const settingsDuration = ({ duration }: Settings): RequestedDuration | undefined =>
  duration && { seconds: duration.value, where: duration.location }
