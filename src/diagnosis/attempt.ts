import type { Trust } from '../iam/read-trust.ts'
import type { EndpointVariant } from '../network/transport-failure.ts'
import type { Mfa } from '../plan/plan.ts'

/** What was tried. */
export interface StsAttempt {
  /** `AssumeRole of arn:…` or `GetCallerIdentity` */
  readonly what: string
  /** `profile "bob"` or `the environment` */
  readonly keysOf: string
  readonly keyId: string
  readonly host: string
  /** What the call was signed for. */
  readonly region?: string
  /** Who asks for another kind of AWS's endpoints. */
  readonly variant?: EndpointVariant
  readonly roleArn?: string
  /** A code of it was sent. */
  readonly mfa?: Mfa
  /** The keys are those of a session, of one with MFA, and an external id was sent. */
  readonly isTemporary?: boolean
  readonly hasMfaSession?: boolean
  readonly hasExternalId?: boolean
  /** A role was to be assumed with the session that this call gives. */
  readonly isForRole?: boolean
  /** ARN of whose keys they are, where AWS was asked. */
  readonly caller?: string
  /** What IAM tells of the role, where it was asked. */
  readonly seenRole?: RoleInspection
}

/** A role that was denied, as IAM shows it to those who may look. */
export type RoleInspection =
  | 'missing'
  | {
      /** With its path, which is part of it. */
      readonly arn: string
      readonly trust?: Trust
    }

export const clockHint =
  'the clock of this machine is wrong; to set it: sudo timedatectl set-ntp true'

/** One cause of a refusal. docs/troubleshooting.md has an entry of the same title. */
export interface StsCause {
  readonly title: string
  readonly code: RegExp
  readonly text?: RegExp
  hints(attempt: StsAttempt, message: string): readonly string[]
}
