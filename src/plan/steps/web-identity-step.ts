import type { Profile } from '../../config/profile.ts'
import type { TargetOptions } from '../request.ts'
import { refuseTokenKeys } from '../route/unhonoured-keys.ts'
import { sessionPolicies } from '../values/session-policy.ts'
import { refuseUnsupportedOptions } from '../values/unsupported-option.ts'
import type { PlannedStep } from './planned-step.ts'
import { durationOf, wantedOf } from './role-duration.ts'
import { type StepContext, sessionNameOf } from './role-step.ts'

/**
 * The call that gets a role for a token. No keys take part, so the hour of role chaining does not
 * bind it. As in the AWS CLI the profile's `duration_seconds` is not for it, nor are `external_id`
 * and `mfa_serial`.
 *
 * @param options those for the role asked for, if it is this one.
 */
export function webIdentityStep(
  profile: Profile,
  roleArn: string,
  options: TargetOptions,
  circumstances: Omit<StepContext, 'fromTemporaryCredentials'>,
): PlannedStep {
  refuseUnsupportedOptions(options, 'a role that is had for a token', {
    externalId: reason,
    serialNumber: reason,
    tags: reason,
    transitiveTags: reason,
    sourceIdentity: reason,
  })
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

const reason = 'AssumeRoleWithWebIdentity takes none'
