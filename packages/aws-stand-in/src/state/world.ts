import type { PolicyDocument } from '../iam/evaluation/policy.ts'
import type { OidcProvider } from '../sts/web-identity-token.ts'
import { uniqueId } from './access-key-id.ts'

/** The AWS accounts that the stand-in plays, as plain data. */
export interface World {
  /** `aws` unless given; `aws-us-gov`, `aws-cn`. */
  readonly partition?: string
  readonly users: readonly User[]
  readonly roles: readonly Role[]
  readonly roots?: readonly Root[]
  readonly oidcProviders?: readonly OidcProvider[]
  /** By ARN; beside them there are those of AWS that `aws-policies.ts` has. */
  readonly managedPolicies?: Readonly<Record<string, ManagedPolicy>>
  /** Virtual devices that no user has. */
  readonly unassignedDevices?: readonly MfaDevice[]
}

/** Values by key. */
export type Tags = Readonly<Record<string, string>>

/** What IAM's own entities have in common. */
interface Entity {
  /** In ISO 8601; 2020 unless given. */
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
  /** In ISO 8601; this very minute unless given. */
  readonly createdAt?: string
}

export interface User extends Entity {
  readonly account: string
  readonly name: string
  /** `AIDA…`; one made of the ARN unless given. */
  readonly id?: string
  /** `/` unless given; begins and ends with a slash. */
  readonly path?: string
  readonly accessKeys: readonly UserKey[]
  /** Identity policies by name. */
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
  /** `AROA…`; one made of the ARN unless given. */
  readonly id?: string
  readonly path?: string
  readonly trustPolicy: PolicyDocument
  /** Seconds; 3600 unless given, as in IAM. */
  readonly maxSessionDuration?: number
  /** Identity policies by name: what a session may assume in its turn. */
  readonly policies?: Readonly<Record<string, PolicyDocument>>
  /** ARNs of managed policies. */
  readonly attachedPolicies?: readonly string[]
}

/** A device without a secret and without codes, such as a passkey, is of no use to STS. */
export interface MfaDevice {
  /** ARN of a virtual device, or the number on a hardware token. */
  readonly serial: string
  /** TOTP seed in base32; each of its codes is taken once. */
  readonly secret?: string
  /** In ISO 8601; 2020 unless given. */
  readonly enabledAt?: string
  /** Codes that are taken again and again, for people without the seed in a phone. */
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

/** Also the principal by which a trust policy names the whole account. */
export function rootArn(account: string, partition = 'aws'): string {
  return `arn:${partition}:iam::${account}:root`
}
