import { checkedUserDuration, longestUser } from '../../model/values/duration.ts'
import { refusingTargets } from '../options/option.ts'
import { refusedOption, refuseUnsupported } from '../options/refused-option.ts'
import type { Mfa, Source } from '../plan.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { Request } from '../request.ts'
import { mfaSessionSeconds, mfaSessionStep } from './mfa-session.ts'
import type { Steps } from './planned-step.ts'

interface UserKeys {
  readonly source: Source
  readonly mfa: Mfa | undefined
  /** True for AWS's own STS. Another STS has its own limits. */
  readonly isAws: boolean
}

/**
 * A target without a role: the keys themselves, or an MFA session of their user. The MFA session
 * can call everything that the user's policies allow only with MFA.
 */
export function userSteps(
  request: Request,
  { source, mfa, isAws }: UserKeys,
  { settings }: PlanInputs,
): Steps {
  if (source.sso) {
    refuseUnsupported(request, 'ssoRole')
    return { made: [], notes: [] }
  }
  refuseUnsupported(request, 'userKeys')
  const { code, options } = request
  if (!mfa) {
    if (options.duration !== undefined)
      throw refusedOption('--duration', refusingTargets.userKeys, 'the keys are taken as they are')
    const isUnused = code !== undefined && !source.isUnsure
    const notes = !isUnused ? [] : ['the code was not used: the keys are temporary ones already']
    return { made: [], notes }
  }
  if (!source.isLongTerm && !source.isUnsure) {
    throw refusedOption(
      '--serial-number',
      refusingTargets.userKeys,
      'AWS gives no MFA session to temporary keys',
    )
  }
  const { duration } = options
  const value = duration === 'max' ? longestUser : duration
  if (value !== undefined && isAws) checkedUserDuration(value, '--duration')
  const seconds = value === undefined ? mfaSessionSeconds(settings) : { value, from: '--duration' }
  return { made: [mfaSessionStep(mfa, seconds)], notes: [] }
}
