import type { FileText } from '../config/policy-file.ts'
import type { Profile, Profiles } from '../config/profile.ts'
import type { Settings } from '../config/settings/settings.ts'
import type { Environment } from '../model/context.ts'
import type { LearnedFacts } from './learned-facts.ts'
import type { Facts, Source, SsoAccount } from './plan.ts'
import type { SsoSession } from './sso/sso-session.ts'

/** All that a plan is made from, besides the request. */
export interface PlanInputs {
  readonly profiles: Profiles
  readonly settings: Settings
  /** As it was before any session of ours. */
  readonly env: Environment
  /** Only the shell that took a session knows what was there before, and not everyone is told. */
  readonly isBeforeKnown: boolean
  /** The keys that the environment holds, if it does. Throws for half a set. */
  environmentSource(): Source | undefined
  /** The ways in which a profile can have credentials, in the AWS CLI's order. */
  readonly sources: readonly SourceRecogniser[]
  /** What `credential_source` can name. */
  readonly credentialSources: readonly CredentialSourceRecogniser[]
  /** The accounts that IAM Identity Center has named before; perhaps not all, or no longer. */
  cachedAccounts(session: SsoSession): readonly SsoAccount[]
  loginName(): string
  readonly learned: LearnedFacts
  /** A file that a session policy stands in. */
  policyFile(path: string): FileText
  /** A path with `~` and `~user` expanded. */
  userPath(path: string): string
  readonly facts: Facts
}

export interface SourceRecogniser {
  readonly kind: string
  /** Looks at what the profiles say, at no file and no network. */
  find(profile: Profile, profiles: Profiles): Source | undefined
}

/** Keys that belong to the place where we run, and to no profile. */
export interface CredentialSourceRecogniser {
  /** As `credential_source` has to spell it. */
  readonly word: string
  readonly kind: string
  /** For messages: `the environment`. */
  readonly place: string
  /** For messages, where `find` finds none: the profile takes its keys from the place, WHY. */
  readonly none: { readonly why: string; readonly hints: readonly string[] }
  /** Looks at the environment only, and throws for one that contradicts itself. */
  find(env: Environment): Source | undefined
}
