import { type Role, roleArn } from 'aws-stand-in'
import { demoRole } from '../../src/demo/fixture.ts'

/** Bob's MFA device. */
export const serial = 'arn:aws:iam::123456789012:mfa/Bob'

/** A profile of `~/.aws/config` with a role, the source profile `Bob` and further lines. */
export const roleProfile = (name: string, role: Role, ...lines: readonly string[]) =>
  [
    `[profile ${name}]`,
    `role_arn = ${roleArn(role)}`,
    'source_profile = Bob',
    'role_session_name = Bob',
    ...lines,
    '',
  ].join('\n')

/** A profile with `mfa_serial`, whose role requires an MFA code. */
export const guardedProfile = (...lines: readonly string[]) =>
  roleProfile('guarded', demoRole, `mfa_serial = ${serial}`, ...lines)
