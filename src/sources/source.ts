import type { Profile } from '../config/profile.ts'
import type { Environment } from '../model/context.ts'
import type { Credentials } from '../model/credentials.ts'
import type { Interaction } from '../model/interaction.ts'
import type { Source } from '../plan/plan.ts'
import type {
  CredentialSourceRecogniser,
  PlanInputs,
  SourceRecogniser,
} from '../plan/plan-inputs.ts'

/** What a source says of its credentials. Each source declares all of it in its own file. */
export interface SourceTraits {
  /** The text for a column of a table: `SSO`. */
  readonly short: string
  /** The text before the name of a profile: `keys of profile "bob"`. */
  readonly title: string
  /** The meaning of the source's identity, if it is useful to the user: `key id`. */
  readonly identityTitle?: string
  /** The profile keys that select the source. */
  readonly profileKeys: readonly string[]
  /** The credentials are in a file or in the environment, so no call and no program is needed. */
  readonly isLocal?: true
  /** The credentials are cached. The other sources can provide them again at any time. */
  readonly isCached?: true
  /** The source runs a program, which may ask a person. */
  readonly mayAsk?: true
  /** The credentials belong to the machine or the environment, and not to a profile. */
  readonly dependsOnMachine?: true
  /** Returns true if credentials with this identity always belong to the same caller. */
  hasOneCaller(identity: string): boolean
}

/** A kind of credentials that a profile can have. */
export interface ProfileSource extends SourceRecogniser, SourceTraits {
  /**
   * Fetches the credentials of a source that `find` has recognized. Absent for a web identity token: the
   * first step of the plan exchanges it for role credentials.
   */
  fetch?(source: Source, inputs: PlanInputs, interaction: Interaction): Promise<Credentials>
}

/** Credentials of the instance, the container or the environment, for profiles with `credential_source`. */
export interface CredentialSource extends CredentialSourceRecogniser, SourceTraits {
  /** Fetches the credentials if `find` has recognized them. */
  fetch(env: Environment): Promise<Credentials>
}

/** The profile of a source that a profile selects. */
export function profileOf({ kind, profile: name }: Source, { profiles }: PlanInputs): Profile {
  const profile = name === undefined ? undefined : profiles.profiles.get(name)
  if (!profile) throw new Error(`a source of the kind "${kind}" without a profile`)
  return profile
}
