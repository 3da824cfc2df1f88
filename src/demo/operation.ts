import type { Caller } from './caller.ts'
import type { Keyring } from './keyring.ts'
import type { TakeCode } from './mfa.ts'
import type { Parameters } from './parameters.ts'
import type { World } from './world.ts'
import type { Tree } from './xml.ts'

/** What an operation of STS works with. */
export interface Sts {
  readonly world: World
  readonly keyring: Keyring
  readonly takeCode: TakeCode
  /** How long a session lives that was asked for so many seconds. */
  lifetime(seconds: number): number
  now(): Date
}

/** Gives the content of STS's `…Result`, or throws an StsError. */
export type Operation = (parameters: Parameters, caller: Caller, sts: Sts) => Tree

/** One that is called without keys. */
export type UnsignedOperation = (parameters: Parameters, sts: Sts) => Tree
