import type { Trust } from '../iam/read-trust.ts'
import type { EndpointVariant } from '../network/transport-failure.ts'
import type { Mfa } from '../plan/plan.ts'

/** The context of a failed call. */
export interface StsAttempt {
  /** `AssumeRole of arn:…` or `GetCallerIdentity`. */
  readonly what: string
  /** `profile "bob"` or `the environment`. */
  readonly keysOf: string
  readonly keyId: string
  readonly host: string
  /** The region that the call was signed for. */
  readonly region?: string
  /** The setting that selects FIPS or dual-stack endpoints. */
  readonly variant?: EndpointVariant
  readonly roleArn?: string
  /** The MFA device whose code was sent. */
  readonly mfa?: Mfa
  /**
   * Properties of the call: the keys are temporary, they belong to an MFA session, an external ID was sent.
   */
  readonly isTemporary?: boolean
  readonly hasMfaSession?: boolean
  /** The MFA session is from the cache, so its code may be too old for the role. */
  readonly isMfaSessionCached?: boolean
  readonly hasExternalId?: boolean
  /** The returned session assumes a role in the next step. */
  readonly isForRole?: boolean
  /** ARN of the caller, if GetCallerIdentity was called. */
  readonly caller?: string
  /** The role as IAM returns it, if GetRole was called. */
  readonly seenRole?: RoleInspection
}

/** A denied role, as IAM shows it to callers that may read it. */
export type RoleInspection =
  | 'missing'
  | {
      /** The ARN with the path of the role. */
      readonly arn: string
      readonly trust?: Trust
    }

export const clockHint =
  'the clock of this machine is wrong; to set it: sudo timedatectl set-ntp true'

/** A cause of a refusal. docs/troubleshooting.md has an entry with the same title. */
export interface StsCause {
  readonly title: string
  readonly code: RegExp
  readonly text?: RegExp
  hints(attempt: StsAttempt, message: string): readonly string[]
}
