import type { Caller } from '../state/caller.ts'
import type { Keyring } from '../state/keyring.ts'
import type { TakeCode, TakeTwoCodes } from '../state/mfa.ts'
import type { OpenWorld } from '../state/open-world.ts'
import type { Parameters } from './parameters.ts'
import type { Tree } from './xml.ts'

/** What an operation of STS or IAM works with. */
export interface Sts extends OpenWorld {
  /** False for the STS of another store, such as Ceph: any role ARN, and sessions of a year. */
  readonly isAws: boolean
  readonly keyring: Keyring
  readonly takeCode: TakeCode
  readonly takeTwoCodes: TakeTwoCodes
  /** How long a session lives that was asked for so many seconds. */
  lifetime(seconds: number): number
  now(): Date
}

/** Gives the content of the `…Result`, or throws an StsError. */
export type Operation = (parameters: Parameters, caller: Caller, sts: Sts) => Tree

/** One that is called without keys. */
export type UnsignedOperation = (parameters: Parameters, sts: Sts) => Tree
