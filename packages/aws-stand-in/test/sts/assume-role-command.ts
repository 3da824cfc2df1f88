import { AssumeRoleCommand, type AssumeRoleCommandInput } from '@aws-sdk/client-sts'
import { type Role, roleArn, userArn } from '../../src/state/world.ts'
import { bob, noMfaRole } from '../fixture.ts'

/** Returns a command that assumes a role of the fixture, with additional parameters. */
export function assume(more: Partial<AssumeRoleCommandInput> = {}, role: Role = noMfaRole) {
  return new AssumeRoleCommand({ RoleArn: roleArn(role), RoleSessionName: 'test', ...more })
}

/** Returns a role that trusts Bob for these actions. */
export function trusting(name: string, ...Action: string[]): Role {
  const Principal = { AWS: userArn(bob) }
  return {
    ...noMfaRole,
    name,
    trustPolicy: { Statement: { Effect: 'Allow', Principal, Action } },
  }
}

/** The error of the SDK for a parameter that AWS rejects. */
export function invalid(message: string) {
  return { name: 'ValidationError', message, $metadata: { httpStatusCode: 400 } }
}
