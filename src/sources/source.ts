import type { Profile } from '../config/profile.ts'
import type { Environment } from '../model/context.ts'
import type { Credentials } from '../model/credentials.ts'
import type { Interaction } from '../model/interaction.ts'
import type {
  CredentialSourceRecogniser,
  PlanInputs,
  SourceRecogniser,
} from '../plan/plan-inputs.ts'

/** A way in which a profile can have credentials. */
export interface ProfileSource extends SourceRecogniser {
  /**
   * Gets the credentials of a profile in which `find` has found some. Absent where there is a token
   * instead, for which the first step of the plan gets a role's.
   */
  fetch?(profile: Profile, inputs: PlanInputs, interaction: Interaction): Promise<Credentials>
}

/** Credentials of the place where we run, for the profiles that name it as `credential_source`. */
export interface CredentialSource extends CredentialSourceRecogniser {
  /** Gets the credentials where `find` has found some. */
  fetch(env: Environment): Promise<Credentials>
}
