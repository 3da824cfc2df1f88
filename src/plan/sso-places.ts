import type { Profile } from '../config/profile.ts'
import type { PlanInputs } from './plan-inputs.ts'
import type { TargetOptions } from './request.ts'
import type { SsoSession } from './sso-session.ts'
import { refuseUnencrypted } from './unencrypted.ts'
import { type Where, whereIn } from './where.ts'

/** Where the two services of IAM Identity Center are called. */
export interface SsoPlaces {
  /** It gives the roles. */
  readonly portal: Where
  /** It signs people in. */
  readonly oidc: Where
}

/**
 * Both are in the region of the session, whatever the region of the work. As for STS, the profile
 * asked for says the rest, also where the session is that of its source.
 *
 * @throws AssumeError for plain http to another machine.
 */
export function ssoPlaces(
  { region }: Pick<SsoSession, 'region'>,
  options: TargetOptions,
  profile: Profile | undefined,
  inputs: PlanInputs,
): SsoPlaces {
  const portal = whereIn(region, 'sso', options, profile, inputs)
  const oidc = whereIn(region, 'sso_oidc', options, profile, inputs)
  refuseUnencrypted(portal)
  refuseUnencrypted(oidc)
  return { portal, oidc }
}
