import { cannotHonour } from './cannot-honour.ts'
import type { Mfa, Source } from './plan.ts'
import type { Request, TargetOptions } from './request.ts'
import type { Steps } from './steps.ts'

/** The old script asked for this long. */
const mfaSessionSeconds = 4 * 3600

const target = 'a profile without a role'

/**
 * A target without a role: the keys themselves, or with MFA a session of their user, which may call
 * what its policies allow with MFA only.
 */
export function userSteps({ code, options }: Request, source: Source, mfa: Mfa | undefined): Steps {
  if (source.kind === 'sso') {
    refuseSsoOptions(code, options)
    return { steps: [], notes: [] }
  }
  refuseRoleOptions(options)
  if (!mfa) {
    if (options.duration !== undefined)
      throw cannotHonour('--duration', target, 'the keys are taken as they are')
    const notes =
      code === undefined ? [] : ['the code was not used: the keys are temporary ones already']
    return { steps: [], notes }
  }
  if (!source.longLived) {
    throw cannotHonour('--serial-number', target, 'AWS gives no MFA session to temporary keys')
  }
  const input = {
    DurationSeconds: options.duration ?? mfaSessionSeconds,
    SerialNumber: mfa.serial,
  }
  return { steps: [{ operation: 'GetSessionToken', input, mfa }], notes: [] }
}

const ssoTarget = 'a role of IAM Identity Center'

/** Its session is as the permission set says, and its keys are taken as they are. */
function refuseSsoOptions(code: string | undefined, options: TargetOptions): void {
  const { duration, sessionName, externalId, serialNumber } = options
  if (duration !== undefined)
    throw cannotHonour('--duration', ssoTarget, 'its permission set says how long it lasts')
  if (sessionName !== undefined)
    throw cannotHonour('--session-name', ssoTarget, 'it is named after who has signed in')
  if (externalId !== undefined)
    throw cannotHonour('--external-id', ssoTarget, 'no trust policy is asked')
  if (serialNumber !== undefined)
    throw cannotHonour('--serial-number', ssoTarget, 'MFA is asked for at the sign-in')
  if (code !== undefined) throw cannotHonour('a code', ssoTarget, 'MFA is asked for at the sign-in')
}

function refuseRoleOptions(options: TargetOptions): void {
  if (options.sessionName !== undefined)
    throw cannotHonour('--session-name', target, 'it names a role session')
  if (options.externalId !== undefined)
    throw cannotHonour('--external-id', target, 'it is for roles')
}
