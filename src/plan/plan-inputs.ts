import type { Profile, Profiles } from '../config/profile.ts'
import type { FileText } from '../config/regular-text.ts'
import type { Settings } from '../config/settings/settings.ts'
import type { Environment } from '../model/context.ts'
import type { Facts } from './facts.ts'
import type { LearnedFacts } from './learned-facts.ts'
import type { Source } from './plan.ts'
import type { SsoIndex } from './sso/sso-index.ts'
import type { SsoSession } from './sso/sso-session.ts'

/** Everything that a plan depends on, in addition to the request. */
export interface PlanInputs {
  readonly profiles: Profiles
  readonly settings: Settings
  /** The environment without the variables of an assume session. */
  readonly env: Environment
  /** False if the original environment is unknown. Only the shell that activated the session knows it. */
  readonly isBeforeKnown: boolean
  /**
   * The credentials of the environment, if there are any.
   *
   * @throws AssumeError if one of the two keys is missing.
   */
  environmentSource(): Source | undefined
  /** The kinds of credentials that a profile can have, in the AWS CLI's order of precedence. */
  readonly sources: readonly SourceRecogniser[]
  /** The valid values of `credential_source`. */
  readonly credentialSources: readonly CredentialSourceRecogniser[]
  /** The sign-ins that `assume login URL` has made. The file is read at the first call. */
  rememberedSessions(): ReadonlyMap<string, Profile>
  /** The cached accounts and roles of IAM Identity Center. They may be incomplete or outdated. */
  ssoIndex(session: SsoSession): SsoIndex
  loginName(): string
  readonly learned: LearnedFacts
  /** Reads the file of a session policy. */
  policyFile(path: string): FileText
  /** Expands `~` and `~user` in a path. */
  userPath(path: string): string
  readonly facts: Facts
}

export interface SourceRecogniser {
  readonly kind: string
  /** Reads the profiles only. It opens no other file and makes no network call. */
  find(profile: Profile, profiles: Profiles): Source | undefined
}

/** Credentials that belong to the machine or the environment, and not to a profile. */
export interface CredentialSourceRecogniser {
  /** The value of `credential_source` in its exact spelling. */
  readonly word: string
  readonly kind: string
  /** The name of the source for messages: `the environment`. */
  readonly place: string
  /** The reason and hints for the message if `find` returns undefined. */
  readonly none: { readonly why: string; readonly hints: readonly string[] }
  /**
   * Reads the environment only.
   *
   * @throws AssumeError if the environment contradicts itself.
   */
  find(env: Environment): Source | undefined
}
