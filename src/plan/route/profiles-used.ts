import { type Profile, text } from '../../config/profile.ts'
import { findProfile } from '../find-profile.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { Request } from '../request.ts'
import { profilesAlike } from './find-user.ts'

/**
 * The names of the profiles that a request may use. The warnings need missing names as well,
 * because a missing profile may have an invalid header.
 */
export function profilesUsed(request: Request, inputs: PlanInputs): string[] {
  const used = new Set<string>()
  for (const named of profilesNamed(request, inputs)) {
    for (let name: string | undefined = named; name !== undefined && !used.has(name); ) {
      used.add(name)
      const profile: Profile | undefined = findProfile(name, inputs)
      name = profile && text(profile, 'source_profile')
    }
  }
  return [...used]
}

function profilesNamed({ target, options }: Request, inputs: PlanInputs): string[] {
  if (target.kind === 'profile') return [target.profile]
  if (target.kind === 'sso-role') return [target.word]
  if (target.kind === 'user-role') {
    if (findProfile(target.user, inputs)) return [target.user]
    return [target.user, ...profilesAlike(target.user, inputs).map(({ name }) => name), 'default']
  }
  const { AWS_PROFILE, AWS_DEFAULT_PROFILE } = inputs.env
  return [options.sourceProfile ?? (AWS_PROFILE || AWS_DEFAULT_PROFILE || 'default')]
}
