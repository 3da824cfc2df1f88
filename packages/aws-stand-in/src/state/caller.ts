import { identityPolicies } from '../iam/evaluation/managed-policies.ts'
import type { PolicyDocument } from '../iam/evaluation/policy.ts'
import {
  type MfaDevice,
  partitionOf,
  type Role,
  type Root,
  roleArn,
  roleId,
  rootArn,
  type Tags,
  type User,
  userArn,
  userId,
  type World,
} from './world.ts'

/** The caller of a request, with everything that STS uses for its decision. */
export interface Caller {
  readonly kind: 'root' | 'user' | 'role' | 'federated-user'
  readonly keys: 'long-term' | 'temporary'
  readonly account: string
  readonly arn: string
  readonly userId: string
  /** The value of `aws:PrincipalArn`. For a role session it is the ARN of the role. */
  readonly principalArn: string
  readonly policies: readonly PolicyDocument[]
  readonly mfaDevices: readonly MfaDevice[]
  /** The time of the MFA code that GetSessionToken verified for these credentials. */
  readonly mfaAt?: Date
  readonly session?: RoleSession
}

/** The session policies of a session. A session without them is not limited. */
export interface SessionPolicies {
  readonly policies: readonly PolicyDocument[]
  /** ARNs of managed policies that the stand-in does not know. */
  readonly unknownPolicies: readonly string[]
}

export const noSessionPolicies: SessionPolicies = { policies: [], unknownPolicies: [] }

/** The properties of a role session. */
export interface RoleSession extends SessionPolicies {
  readonly name: string
  readonly tags: Tags
  readonly sourceIdentity: string | undefined
  readonly transitiveTagKeys: readonly string[]
  /** True if credentials of another session assumed the role (role chaining). */
  readonly isChained?: true
}

/** A session that has only a name. */
export const plainSession = (name: string): RoleSession => ({
  name,
  ...noSessionPolicies,
  tags: {},
  sourceIdentity: undefined,
  transitiveTagKeys: [],
})

export function rootCaller({ account }: Root, world: World): Caller {
  const partition = partitionOf(world)
  return {
    kind: 'root',
    keys: 'long-term',
    account,
    arn: rootArn(account, partition),
    userId: account,
    principalArn: rootArn(account, partition),
    policies: [],
    mfaDevices: [],
  }
}

export function userCaller(user: User, world: World): Caller {
  const partition = partitionOf(world)
  const arn = userArn(user, partition)
  return {
    kind: 'user',
    keys: 'long-term',
    account: user.account,
    arn,
    userId: userId(user, partition),
    principalArn: arn,
    policies: identityPolicies(user, world),
    mfaDevices: user.mfaDevices,
  }
}

/** The ARN of a session does not contain the path of the role. */
export function roleCaller(role: Role, session: RoleSession, world: World): Caller {
  const { account, name } = role
  const partition = partitionOf(world)
  const principalArn = roleArn(role, partition)
  return {
    kind: 'role',
    keys: 'temporary',
    account,
    arn: `arn:${partition}:sts::${account}:assumed-role/${name}/${session.name}`,
    userId: `${roleId(role, partition)}:${session.name}`,
    principalArn,
    policies: identityPolicies(role, world),
    mfaDevices: [],
    session,
  }
}

/**
 * Returns the caller that GetFederationToken creates. Of STS, it may call only GetCallerIdentity.
 */
export function federatedCaller({ account }: Caller, name: string, partition: string): Caller {
  const arn = `arn:${partition}:sts::${account}:federated-user/${name}`
  return {
    kind: 'federated-user',
    keys: 'temporary',
    account,
    arn,
    userId: `${account}:${name}`,
    principalArn: arn,
    policies: [],
    mfaDevices: [],
  }
}
