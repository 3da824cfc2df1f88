import type { Profile } from '../config/profile.ts'
import type { Environment } from '../model/context.ts'
import type { Credentials } from '../model/credentials.ts'
import type { Interaction } from '../model/interaction.ts'
import type {
  CredentialSourceRecogniser,
  PlanInputs,
  SourceRecogniser,
} from '../plan/plan-inputs.ts'

/** A kind of credentials that a profile can have. */
export interface ProfileSource extends SourceRecogniser {
  /**
   * Fetches the credentials of a profile that `find` has recognized. Absent for a web identity token: the
   * first step of the plan exchanges it for role credentials.
   */
  fetch?(profile: Profile, inputs: PlanInputs, interaction: Interaction): Promise<Credentials>
}

/** Credentials of the instance, the container or the environment, for profiles with `credential_source`. */
export interface CredentialSource extends CredentialSourceRecogniser {
  /** Fetches the credentials if `find` has recognized them. */
  fetch(env: Environment): Promise<Credentials>
}
