import type { Credentials } from '../model/credentials.ts'
import type { OidcProvider } from './oidc.ts'
import type { PolicyDocument } from './policy.ts'

/** The AWS accounts that the demo plays, as plain data. */
export interface World {
  /** `aws` unless given; `aws-us-gov`, `aws-cn`. */
  readonly partition?: string
  readonly users: readonly User[]
  readonly roles: readonly Role[]
  readonly roots?: readonly Root[]
  readonly oidcProviders?: readonly OidcProvider[]
  /** By ARN, for use as session policies. */
  readonly managedPolicies?: Readonly<Record<string, PolicyDocument>>
}

export type AccessKey = Pick<Credentials, 'accessKeyId' | 'secretAccessKey'>

interface UserKey extends AccessKey {
  /** In ISO 8601; this very minute unless given. */
  readonly createdAt?: string
}

export interface User {
  readonly account: string
  readonly name: string
  /** `/` unless given; begins and ends with a slash. */
  readonly path?: string
  readonly accessKeys: readonly UserKey[]
  /** Identity policies by name. */
  readonly policies: Readonly<Record<string, PolicyDocument>>
  readonly mfaDevices: readonly MfaDevice[]
}

/** The root user of an account. */
export interface Root {
  readonly account: string
  readonly accessKeys: readonly AccessKey[]
}

export interface Role {
  readonly account: string
  readonly name: string
  readonly path?: string
  readonly trustPolicy: PolicyDocument
  /** Seconds; 3600 unless given, as in IAM. */
  readonly maxSessionDuration?: number
  /** Identity policies by name: what a session may assume in its turn. */
  readonly policies?: Readonly<Record<string, PolicyDocument>>
  /** ARNs, noted for show: the demo knows no managed policy, and takes it that none allows STS. */
  readonly managedPolicies?: readonly string[]
}

/** A device without a secret and without codes, such as a passkey, is of no use to STS. */
export interface MfaDevice {
  /** ARN of a virtual device, or the number on a hardware token. */
  readonly serial: string
  /** TOTP seed in base32; each of its codes is taken once. */
  readonly secret?: string
  /** Codes that are taken again and again, for people without the seed in a phone. */
  readonly codes?: readonly string[]
}

export function partitionOf(world: World): string {
  return world.partition ?? 'aws'
}

export function userArn({ account, path = '/', name }: User, partition = 'aws'): string {
  return `arn:${partition}:iam::${account}:user${path}${name}`
}

export function roleArn(
  { account, path = '/', name }: Pick<Role, 'account' | 'path' | 'name'>,
  partition = 'aws',
): string {
  return `arn:${partition}:iam::${account}:role${path}${name}`
}

/** Also the principal by which a trust policy names the whole account. */
export function rootArn(account: string, partition = 'aws'): string {
  return `arn:${partition}:iam::${account}:root`
}
