import { type Profile, text } from '../../config/profile.ts'
import { selectsAnotherSession } from '../options/target-options.ts'
import type { Plan } from '../plan.ts'
import type { Request } from '../request.ts'

/** The profile keys of a role that the AWS CLI reads, and the AssumeRole parameters they set. */
const argumentsByKey: readonly (readonly [string, string])[] = [
  ['role_arn', 'RoleArn'],
  ['role_session_name', 'RoleSessionName'],
  ['external_id', 'ExternalId'],
  ['mfa_serial', 'SerialNumber'],
]

/** Keys that only assume supports. They change the permissions of the session. */
const ours = ['session_tags', 'transitive_session_tags', 'source_identity', 'policy', 'policy_arns']

/**
 * The AWS CLI's cache key for a role session: Python's `json.dumps` of the AssumeRole arguments.
 * Undefined if the AWS CLI's session would differ from assume's. The key does not contain the
 * source credentials, so two profiles with the same role share an entry.
 * https://github.com/boto/botocore/blob/develop/botocore/credentials.py, _create_cache_key
 */
export function awsCliArguments(
  { target, options }: Request,
  { steps }: Plan,
  profile: Profile | undefined,
): string | undefined {
  const last = steps.at(-1)
  if (target.kind !== 'profile' || last?.operation !== 'AssumeRole' || !profile) return undefined
  if (last.profile !== profile.name || ours.some((key) => profile.keys.has(key))) return undefined
  if (selectsAnotherSession(options)) return undefined
  const values: (readonly [string, string])[] = []
  for (const [key, name] of argumentsByKey) {
    const value = text(profile, key)
    if (value !== undefined) values.push([name, pythonText(value)])
  }
  const seconds = text(profile, 'duration_seconds') ?? ''
  if (/^[0-9]{1,9}$/.test(seconds)) values.push(['DurationSeconds', String(Number(seconds))])
  const sorted = values.toSorted(([one], [other]) => (one < other ? -1 : 1))
  return `{${sorted.map(([name, value]) => `"${name}": ${value}`).join(', ')}}`
}

/** Writes JSON with ASCII characters only, as Python does. */
const pythonText = (value: string) =>
  JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
