import type { Profile } from '../../config/profile.ts'
import { invalidValue } from '../../model/values/invalid-value.ts'
import type { TargetOptions } from '../options/target-options.ts'
import type { AssumeRoleInput } from '../plan.ts'
import { resolveInProfile } from '../resolve.ts'

/**
 * The source identity, which CloudTrail records for the role and for all roles that follow.
 *
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, SourceIdentity
 *
 * @throws AssumeError for a value that AWS does not accept; UsageError if an option contains it.
 */
export function sourceIdentity(
  profile: Profile | undefined,
  options: TargetOptions,
): Pick<AssumeRoleInput, 'SourceIdentity'> {
  const named =
    options.sourceIdentity === undefined
      ? resolveInProfile(profile, 'source_identity')
      : { value: options.sourceIdentity, location: '--source-identity' }
  if (!named) return {}
  if (/^[\w+=,.@-]{2,64}$/.test(named.value)) return { SourceIdentity: named.value }
  throw invalidValue(named.location, `"${named.value}" is not a source identity`, [
    '2 to 64 letters, digits and _+=,.@-',
  ])
}
