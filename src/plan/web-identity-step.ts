import type { Profile } from '../config/profile.ts'
import { cannotHonour } from './cannot-honour.ts'
import type { TargetOptions } from './request.ts'
import { type Circumstances, durationOf, type MadeStep, sessionNameOf } from './role-step.ts'

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
  circumstances: Omit<Circumstances, 'fromTemporaryKeys'>,
): MadeStep {
  if (options.externalId !== undefined) throw cannotHonour('--external-id', target, reason)
  if (options.serialNumber !== undefined) throw cannotHonour('--serial-number', target, reason)
  const all = { ...circumstances, fromTemporaryKeys: false }
  const duration = durationOf(undefined, options, all, [])
  const sessionName = sessionNameOf(profile, options, all)
  return {
    step: {
      operation: 'AssumeRoleWithWebIdentity',
      profile: profile.name,
      input: {
        RoleArn: roleArn,
        RoleSessionName: sessionName.value,
        ...(duration && { DurationSeconds: duration.seconds }),
      },
    },
    notes: [],
    from: {
      RoleSessionName: sessionName.from,
      ...(duration && { DurationSeconds: duration.where }),
    },
  }
}

const target = 'a role that is had for a token'
const reason = 'AssumeRoleWithWebIdentity takes none'
