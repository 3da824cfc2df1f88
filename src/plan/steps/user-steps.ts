import type { Mfa, Source } from '../plan.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { Request } from '../request.ts'
import { checkedUserDuration, longestUser } from '../values/duration.ts'
import { refuseUnsupportedOptions, unsupportedOption } from '../values/unsupported-option.ts'
import { mfaSessionSeconds, mfaSessionStep } from './mfa-session.ts'
import type { Steps } from './planned-step.ts'

const target = 'a profile without a role'

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
  { code, options }: Request,
  { source, mfa, isAws }: UserKeys,
  { settings }: PlanInputs,
): Steps {
  if (source.kind === 'sso') {
    refuseUnsupportedOptions(options, ssoTarget, ssoOptions)
    if (code !== undefined) throw unsupportedOption('a code', ssoTarget, ssoOptions.serialNumber)
    return { made: [], notes: [] }
  }
  refuseUnsupportedOptions(options, target, roleOptions)
  if (!mfa) {
    if (options.duration !== undefined)
      throw unsupportedOption('--duration', target, 'the keys are taken as they are')
    const isUnused = code !== undefined && !source.isUnsure
    const notes = !isUnused ? [] : ['the code was not used: the keys are temporary ones already']
    return { made: [], notes }
  }
  if (!source.isLongTerm && !source.isUnsure) {
    throw unsupportedOption('--serial-number', target, 'AWS gives no MFA session to temporary keys')
  }
  const { duration } = options
  const value = duration === 'max' ? longestUser : duration
  if (value !== undefined && isAws) checkedUserDuration(value, '--duration')
  const seconds = value === undefined ? mfaSessionSeconds(settings) : { value, from: '--duration' }
  return { made: [mfaSessionStep(mfa, seconds)], notes: [] }
}

const ssoTarget = 'a role of IAM Identity Center'

/** The permission set defines the session, and assume uses its credentials unchanged. */
const ssoOptions = {
  duration: 'its permission set says how long it lasts',
  sessionName: 'it is named after who has signed in',
  externalId: 'no trust policy is asked',
  serialNumber: 'MFA is asked for at the sign-in',
  policy: 'its permission set says what it may do',
  policyArns: 'its permission set says what it may do',
  tags: 'it has those of who has signed in',
  transitiveTags: 'it has those of who has signed in',
  sourceIdentity: 'it is named after who has signed in',
}

const roleOptions = {
  sessionName: 'it names a role session',
  externalId: 'it is for roles',
  policy: 'it limits a role session',
  policyArns: 'it limits a role session',
  tags: 'only a role session has tags',
  transitiveTags: 'only a role session has tags',
  sourceIdentity: 'only a role session has one',
}
