import type { Caller } from '../state/caller.ts'
import type { CredentialStore } from '../state/credential-store.ts'
import type { VerifyCode, VerifyTwoCodes } from '../state/mfa-codes.ts'
import type { StateStore } from '../state/state-store.ts'
import type { Parameters } from './parameters.ts'
import type { Tree } from './xml.ts'

/** What an operation of STS or IAM works with. */
export interface AwsState extends StateStore {
  /** False for the STS of another store, such as Ceph: any role ARN, and sessions of a year. */
  readonly isAws: boolean
  readonly credentialStore: CredentialStore
  readonly verifyCode: VerifyCode
  readonly verifyTwoCodes: VerifyTwoCodes
  /** How long a session lives that was asked for so many seconds. */
  sessionSeconds(seconds: number): number
  now(): Date
}

/** Gives the content of the `…Result`, or throws an AwsError. */
export type Operation = (parameters: Parameters, caller: Caller, state: AwsState) => Tree

/** One that is called without keys. */
export type UnsignedOperation = (parameters: Parameters, state: AwsState) => Tree
