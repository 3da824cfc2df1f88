import type { CallerIdentity, ProcessKeys } from './facts.ts'
import type { Source } from './plan.ts'

/** Facts from earlier calls that still apply. They are cached from one run to the next. */
export interface LearnedFacts {
  ofRole(roleArn: string, source: Source): RoleFacts
  ofKeys(source: Source): KeyFacts
  /**
   * The MaxSessionDuration of a role, in seconds. `unknown` means that IAM recently did not
   * disclose it.
   */
  maximumOf(roleArn: string): number | 'unknown' | undefined
  /** Returns true if a shell has already assumed `USER ROLE`. */
  hasTaken(user: string, role: string): boolean
}

/** Facts about a role that these credentials assume. */
export interface RoleFacts {
  /** AWS has given the role, although its name resembles that of another one. */
  readonly exists?: true
  /** AWS denies the role without MFA. */
  readonly wantsMfa?: true
  /** AWS denies the role to an MFA session and requires a new code in AssumeRole itself. */
  readonly wantsFreshCode?: true
}

export interface KeyFacts {
  /** AWS denies GetSessionToken to these keys. */
  readonly getNoMfaSession?: true
  /** The cached MFA session that has not expired. */
  readonly mfaSession?: CachedMfaSession
  /** The MFA device whose code AWS last accepted, if no setting names a device. */
  readonly serial?: string
  /** The kind of keys that the program printed in its last run. */
  readonly processKeys?: ProcessKeys
  /** The principal of the keys, which never changes. */
  readonly caller?: CallerIdentity
}

/** The properties that distinguish the MFA sessions of the same keys. */
export interface CachedMfaSession {
  readonly serial: string
  readonly seconds: number
  /** The STS that issued the session, as returned by `stsOf`. */
  readonly sts: string
}

export const nothingLearned: LearnedFacts = {
  ofRole: () => ({}),
  ofKeys: () => ({}),
  maximumOf: () => undefined,
  hasTaken: () => false,
}
