import type { Profile } from '../config/profile.ts'
import type { Environment } from '../model/context.ts'
import type { Credentials } from '../model/credentials.ts'
import type { Source } from '../plan/plan.ts'
import type { SourceRecogniser } from '../plan/world.ts'

/** A way in which a profile can have credentials. */
export interface ProfileSource extends SourceRecogniser {
  /** Gets the credentials of a profile in which `find` has found some. */
  fetch(profile: Profile): Promise<Credentials>
}

/** Credentials that come from no profile. */
export interface EnvironmentSource {
  readonly kind: string
  find(env: Environment): Source | undefined
  fetch(env: Environment): Promise<Credentials>
}
