import type { Profile } from '../../config/profile.ts'
import { shellWord } from '../../formats/posix.ts'
import { UsageError } from '../../model/errors.ts'
import { findProfile } from '../find-profile.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { Target } from '../request.ts'
import { chainOf, hasStaticKeys } from './chain.ts'
import { accountOfChain } from './route.ts'

type UserRole = Extract<Target, { readonly kind: 'user-role' }>

/**
 * Refuses `PROFILE PROFILE` if the first profile has no keys of its own: its words are more likely two
 * targets, or ROLE USER, than USER ROLE. It accepts them if a shell has already assumed them. With keys
 * in the first profile, AWS decides.
 *
 * @throws UsageError that names the other readings.
 */
export function refuseTwoProfiles({ user, role }: UserRole, inputs: PlanInputs): void {
  const [first, second] = [findProfile(user, inputs), findProfile(role, inputs)]
  if (!first || !second || hasStaticKeys(first)) return
  if (inputs.learned.hasTaken(user, role)) return
  throw new UsageError(`"${user}" and "${role}" are both profiles, and one of them is a target`, [
    ...twoProfilesHints(first, second),
    ...chainHint(first, role, inputs),
  ])
}

/** The likelier targets for two words that are both profiles. */
export function twoProfilesHints(first: Profile, second: Profile): readonly string[] {
  const [one, other] = [shellWord(first.name), shellWord(second.name)]
  const isOtherOrder = !hasStaticKeys(first) && hasStaticKeys(second)
  return [
    isOtherOrder ? `did you mean assume ${other} ${one}?` : `did you mean assume ${other}?`,
    ...(hasStaticKeys(first) ? [] : [`for the profile "${first.name}": assume ${one}`]),
  ]
}

/** The words that mean the role and nothing else. */
function chainHint(first: Profile, role: string, inputs: PlanInputs): readonly string[] {
  const account = accountOfChain(chainOf(first, inputs), inputs)
  return account === undefined
    ? []
    : [
        `for a role "${role}" that "${first.name}" may assume: assume ${shellWord(first.name)} ${account}:${shellWord(role)}`,
      ]
}
