import { text } from '../../config/profile.ts'
import { shellWord } from '../../formats/posix.ts'
import { findProfile } from '../find-profile.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { Request } from '../request.ts'
import { accountOfKey } from '../values/account-of-key.ts'
import { looksMistyped, notACode } from '../values/mfa-code.ts'

/**
 * Refuses `USER 12345`, which is more likely a mistyped code than a role. It accepts the role if a
 * profile names it or a shell has already assumed it.
 */
export function refuseMistypedCode({ target, code }: Request, inputs: PlanInputs): void {
  if (target.kind !== 'user-role' || code !== undefined || !looksMistyped(target.role)) return
  const { user, role } = target
  if (isKnownRole(user, role, inputs)) return
  throw notACode(role, [roleHint(user, role, inputs)])
}

function roleHint(user: string, role: string, inputs: PlanInputs): string {
  const profile = findProfile(user, inputs)
  const accountId = accountOfKey((profile && text(profile, 'aws_access_key_id')) ?? '')
  return accountId === undefined
    ? 'a role of that name needs its account before it, with a colon between the two'
    : `for a role of that name, say its account: assume ${shellWord(user)} ${accountId}:${role}`
}

/** Returns true if a profile names the role or a shell has already assumed it. */
export const isKnownRole = (user: string, role: string, inputs: PlanInputs): boolean =>
  isInProfile(role, inputs) || inputs.learned.hasTaken(user, role)

const isInProfile = (role: string, { profiles }: PlanInputs) =>
  [...profiles.profiles.values()].some((profile) => text(profile, 'role_arn')?.endsWith(`/${role}`))
