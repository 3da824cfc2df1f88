import { AssumeError } from '../model/errors.ts'
import { makePlan } from '../plan/make-plan.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import type { Cache } from './cache.ts'
import { listSessions } from './list-sessions.ts'
import { getSession } from './session-cache.ts'

/**
 * The expiration of the cached session that `assume PROFILE` would use, by profile. Only profiles with a
 * cached session are planned, so thousands of other profiles cost nothing.
 */
export function cachedProfiles(
  inputs: PlanInputs,
  cache: Cache,
  now: Date,
): ReadonlyMap<string, Date> {
  const taken = new Set(listSessions(cache, now).map(({ target }) => target))
  const cached = new Map<string, Date>()
  for (const profile of inputs.profiles.profiles.keys()) {
    const until = taken.has(profile) ? cachedUntil(profile, inputs, cache, now) : undefined
    if (until) cached.set(profile, until)
  }
  return cached
}

/** A changed profile leads to another session. */
function cachedUntil(
  profile: string,
  inputs: PlanInputs,
  cache: Cache,
  now: Date,
): Date | undefined {
  try {
    const planned = makePlan({ target: { kind: 'profile', profile }, options: {} }, inputs)
    if ('need' in planned) return undefined
    const { value } = planned
    return getSession(cache, value, value.steps.length - 1, now)?.credentials.expiration
  } catch (error) {
    if (error instanceof AssumeError) return undefined
    throw error
  }
}
