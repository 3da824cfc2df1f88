import type { Caller } from '../state/caller.ts'
import type { CredentialStore } from '../state/credential-store.ts'
import type { VerifyCode, VerifyTwoCodes } from '../state/mfa-codes.ts'
import type { StateStore } from '../state/state-store.ts'
import type { Parameters } from './parameters.ts'
import type { Tree } from './xml.ts'

/** The state that operations of STS and IAM use. */
export interface AwsState extends StateStore {
  /**
   * False for the STS of an object store, such as Ceph. It accepts any role ARN, and sessions of a
   * year.
   */
  readonly isAws: boolean
  readonly credentialStore: CredentialStore
  readonly verifyCode: VerifyCode
  readonly verifyTwoCodes: VerifyTwoCodes
  /** Returns the lifetime of a session for a requested duration. A fault can change it. */
  sessionSeconds(seconds: number): number
  now(): Date
}

/** Returns the content of the `…Result` element, or throws an AwsError. */
export type Operation = (parameters: Parameters, caller: Caller, state: AwsState) => Tree

/** An operation that accepts unsigned requests. */
export type UnsignedOperation = (parameters: Parameters, state: AwsState) => Tree
