import type { CallerIdentity, ProcessKeys, Source } from './plan.ts'

/** What earlier calls told and will tell again, kept from one run to the next. */
export interface LearnedFacts {
  ofRole(roleArn: string, source: Source): RoleFacts
  ofKeys(source: Source): KeyFacts
  /** MaxSessionDuration of a role, in seconds. `unknown`: nobody was told of late. */
  maximumOf(roleArn: string): number | 'unknown' | undefined
  /** Whether a shell has taken `USER ROLE`. */
  hasTaken(user: string, role: string): boolean
}

/** Of a role, taken with these keys. */
export interface RoleFacts {
  /** AWS denies it without MFA. */
  readonly wantsMfa?: true
  /** AWS denies it to an MFA session: it asks for a code that was given just now. */
  readonly wantsFreshCode?: true
}

export interface KeyFacts {
  /** AWS denies them GetSessionToken. */
  readonly getNoMfaSession?: true
  /** Is kept and lives. */
  readonly mfaSession?: CachedMfaSession
  /** The MFA device of which AWS has taken a code, where nobody names one. */
  readonly serial?: string
  /** What the program printed when it ran last. */
  readonly processKeys?: ProcessKeys
  /** Whose they are, which never changes. */
  readonly caller?: CallerIdentity
}

/** A session with MFA, by all that tells it from others of the same keys. */
export interface CachedMfaSession {
  readonly serial: string
  readonly seconds: number
  /** As `stsOf` has it. */
  readonly sts: string
}

export const nothingLearned: LearnedFacts = {
  ofRole: () => ({}),
  ofKeys: () => ({}),
  maximumOf: () => undefined,
  hasTaken: () => false,
}
