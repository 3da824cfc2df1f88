import { type Role, roleArn } from 'aws-stand-in'
import { demoRole } from '../../src/demo/fixture.ts'

/** Bob's device. */
export const serial = 'arn:aws:iam::123456789012:mfa/Bob'

/** A profile of `~/.aws/config` that takes a role with Bob's keys, and what else it says. */
export const roleProfile = (name: string, role: Role, ...lines: readonly string[]) =>
  [
    `[profile ${name}]`,
    `role_arn = ${roleArn(role)}`,
    'source_profile = Bob',
    'role_session_name = Bob',
    ...lines,
    '',
  ].join('\n')

/** A role that wants a code, by a profile that says so. */
export const guardedProfile = (...lines: readonly string[]) =>
  roleProfile('guarded', demoRole, `mfa_serial = ${serial}`, ...lines)
