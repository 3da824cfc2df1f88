import { type Profile, text } from '../config/profile.ts'
import type { Request } from './request.ts'
import type { World } from './world.ts'

/**
 * The profiles that a request could lead to, whether they exist or not, for the warnings about
 * them: a profile that is missing may be one whose header is wrong.
 */
export function profilesUsed({ target, options }: Request, { profiles, env }: World): string[] {
  const named =
    target.kind === 'profile'
      ? target.profile
      : target.kind === 'user-role'
        ? target.user
        : (options.sourceProfile ?? (env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE || 'default'))
  const used = new Set<string>()
  for (let name: string | undefined = named; name !== undefined && !used.has(name); ) {
    used.add(name)
    const profile: Profile | undefined = profiles.profiles.get(name)
    name = profile && text(profile, 'source_profile')
  }
  return [...used]
}
