import type { Profile } from '../../config/profile.ts'
import { invalidValue } from '../../model/values/invalid-value.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import { resolve } from '../resolve.ts'
import type { Retries } from './endpoint-types.ts'

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
export function retriesOf(profile: Profile | undefined, inputs: PlanInputs): Retries | undefined {
  const attempts = attemptsOf(profile, inputs)
  const mode = modeOf(profile, inputs)
  if (attempts === undefined && mode === undefined) return undefined
  return { ...(attempts !== undefined && { attempts }), ...(mode && { mode }) }
}

function attemptsOf(profile: Profile | undefined, inputs: PlanInputs): number | undefined {
  const attempts = resolve('AWS_MAX_ATTEMPTS', 'max_attempts', profile, inputs)
  if (!attempts) return undefined
  if (/^[1-9]\d{0,5}$/.test(attempts.value)) return Number(attempts.value)
  throw invalidValue(
    attempts.location,
    `"${attempts.value}" is no number of tries, which is 1 or more`,
  )
}

function modeOf(profile: Profile | undefined, inputs: PlanInputs): Retries['mode'] {
  const mode = resolve('AWS_RETRY_MODE', 'retry_mode', profile, inputs)
  // There is no `legacy` mode here, as in the SDK for JavaScript. `legacy` differs only in the number and delay of retries.
  if (!mode || mode.value === 'standard' || mode.value === 'legacy') return undefined
  if (mode.value === 'adaptive') return 'adaptive'
  throw invalidValue(mode.location, `"${mode.value}" is not a retry mode`, [
    'there are standard, adaptive and legacy',
  ])
}
