import type { Profile } from '../../config/profile.ts'
import { refuseUnsupported } from '../options/refused-option.ts'
import type { TargetOptions } from '../options/target-options.ts'
import { refuseTokenKeys } from '../route/unhonoured-keys.ts'
import { sessionPolicies } from '../values/session-policy.ts'
import type { PlannedStep } from './planned-step.ts'
import { durationOf, wantedOf } from './role-duration.ts'
import { type StepContext, sessionNameOf } from './role-step.ts'

/**
 * The call that exchanges a web identity token for a role session. It uses no credentials, so the
 * one-hour limit of role chaining does not apply. As in the AWS CLI, `duration_seconds`,
 * `external_id` and `mfa_serial` of the profile do not apply.
 *
 * @param options the options of the requested role, if this is the requested role.
 */
export function webIdentityStep(
  profile: Profile,
  roleArn: string,
  options: TargetOptions,
  circumstances: Omit<StepContext, 'fromTemporaryCredentials'>,
): PlannedStep {
  refuseUnsupported({ options }, 'webIdentity')
  refuseTokenKeys(profile)
  const all = { ...circumstances, fromTemporaryCredentials: false }
  const { longest } = circumstances
  const wanted = wantedOf(undefined, options, circumstances.settings)
  const duration = durationOf(wanted, longest, all, [])
  const sessionName = sessionNameOf(profile, options, all)
  return {
    step: {
      operation: 'AssumeRoleWithWebIdentity',
      profile: profile.name,
      ...(longest?.isGuess && { isGuess: longest.isGuess }),
      input: {
        RoleArn: roleArn,
        RoleSessionName: sessionName.value,
        ...(duration && { DurationSeconds: duration.seconds }),
        ...sessionPolicies(profile, options, circumstances.policyFile),
      },
    },
    notes: [],
    from: {
      RoleSessionName: sessionName.location,
      ...(duration && { DurationSeconds: duration.where }),
    },
  }
}
