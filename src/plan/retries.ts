import type { Profile } from '../config/profile.ts'
import { badValue } from './bad-value.ts'
import { said } from './said.ts'
import type { World } from './world.ts'

/** How often a call is tried; what is absent is the SDK's default, 3 times and `standard`. */
export interface Retries {
  /** The first try included. */
  readonly attempts?: number
  readonly mode?: 'standard' | 'adaptive'
}

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
export function retriesOf(profile: Profile | undefined, world: World): Retries | undefined {
  const attempts = attemptsOf(profile, world)
  const mode = modeOf(profile, world)
  if (attempts === undefined && mode === undefined) return undefined
  return { ...(attempts !== undefined && { attempts }), ...(mode && { mode }) }
}

function attemptsOf(profile: Profile | undefined, world: World): number | undefined {
  const attempts = said('AWS_MAX_ATTEMPTS', 'max_attempts', profile, world)
  if (!attempts) return undefined
  if (/^[1-9]\d{0,5}$/.test(attempts.value)) return Number(attempts.value)
  throw badValue(attempts.from, `"${attempts.value}" is no number of tries, which is 1 or more`)
}

function modeOf(profile: Profile | undefined, world: World): Retries['mode'] {
  const mode = said('AWS_RETRY_MODE', 'retry_mode', profile, world)
  // The SDK has no `legacy`, which differs in how often and how soon.
  if (!mode || mode.value === 'standard' || mode.value === 'legacy') return undefined
  if (mode.value === 'adaptive') return 'adaptive'
  throw badValue(mode.from, `"${mode.value}" is not a retry mode`, [
    'there are standard, adaptive and legacy',
  ])
}
