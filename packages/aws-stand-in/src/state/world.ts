import type { PolicyDocument } from '../iam/evaluation/policy.ts'
import type { Organization } from '../organizations/organization.ts'
import type { OidcProvider } from '../sts/web-identity-token.ts'
import { uniqueId } from './access-key-id.ts'

/** The AWS accounts that the stand-in simulates, as plain data. */
export interface World {
  /** By default `aws`. Other values are `aws-us-gov` and `aws-cn`. */
  readonly partition?: string
  readonly users: readonly User[]
  readonly roles: readonly Role[]
  readonly roots?: readonly Root[]
  readonly oidcProviders?: readonly OidcProvider[]
  /** Customer managed policies by ARN. `managed-policies.ts` adds AWS managed policies. */
  readonly managedPolicies?: Readonly<Record<string, ManagedPolicy>>
  /** Virtual MFA devices that no user has. */
  readonly unassignedDevices?: readonly MfaDevice[]
  /** The organization that some of the accounts belong to. */
  readonly organization?: Organization
}

export type Tags = Readonly<Record<string, string>>

/** The properties that all entities of IAM have. */
interface Entity {
  /** In ISO 8601 format. By default a time in 2020. */
  readonly createdAt?: string
  readonly tags?: Tags
}

export interface ManagedPolicy extends Entity {
  readonly document: PolicyDocument
}

export interface AccessKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

interface UserKey extends AccessKey {
  /** In ISO 8601 format. By default the current time. */
  readonly createdAt?: string
}

export interface User extends Entity {
  readonly account: string
  readonly name: string
  /** `AIDA…`. By default derived from the ARN. */
  readonly id?: string
  /** Begins and ends with a slash. By default `/`. */
  readonly path?: string
  readonly accessKeys: readonly UserKey[]
  /** Inline policies by name. */
  readonly policies: Readonly<Record<string, PolicyDocument>>
  /** ARNs of managed policies. */
  readonly attachedPolicies?: readonly string[]
  readonly mfaDevices: readonly MfaDevice[]
}

/** The root user of an account. */
export interface Root {
  readonly account: string
  readonly accessKeys: readonly AccessKey[]
}

export interface Role extends Entity {
  readonly account: string
  readonly name: string
  /** `AROA…`. By default derived from the ARN. */
  readonly id?: string
  readonly path?: string
  readonly trustPolicy: PolicyDocument
  /** In seconds. By default 3600, as in IAM. */
  readonly maxSessionDuration?: number
  /** Inline policies by name. */
  readonly policies?: Readonly<Record<string, PolicyDocument>>
  /** ARNs of managed policies. */
  readonly attachedPolicies?: readonly string[]
}

/** STS cannot verify a device without a secret and codes, such as a passkey. */
export interface MfaDevice {
  /** The ARN of a virtual device, or the serial number of a hardware token. */
  readonly serial: string
  /** The base32 TOTP seed. Each code is valid once. */
  readonly secret?: string
  /** In ISO 8601 format. By default a time in 2020. */
  readonly enabledAt?: string
  /** Codes that are always valid, for users without an authenticator app. */
  readonly codes?: readonly string[]
}

export function partitionOf(world: World): string {
  return world.partition ?? 'aws'
}

export function userArn(
  { account, path = '/', name }: Pick<User, 'account' | 'path' | 'name'>,
  partition = 'aws',
): string {
  return `arn:${partition}:iam::${account}:user${path}${name}`
}

export function roleArn(
  { account, path = '/', name }: Pick<Role, 'account' | 'path' | 'name'>,
  partition = 'aws',
): string {
  return `arn:${partition}:iam::${account}:role${path}${name}`
}

export function userId(user: User, partition: string): string {
  return user.id ?? uniqueId('AIDA', user.account, userArn(user, partition))
}

export function roleId(role: Role, partition: string): string {
  return role.id ?? uniqueId('AROA', role.account, roleArn(role, partition))
}

/**
 * Returns the ARN of the root user. In a trust policy it is the principal for the whole account.
 */
export function rootArn(account: string, partition = 'aws'): string {
  return `arn:${partition}:iam::${account}:root`
}
