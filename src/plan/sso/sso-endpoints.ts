import type { Profile } from '../../config/profile.ts'
import { endpointConfigFor } from '../endpoint/endpoint-config.ts'
import { refuseUnencrypted } from '../endpoint/unencrypted.ts'
import type { TargetOptions } from '../options/target-options.ts'
import type { SsoEndpoints } from '../plan.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { SsoSession } from './sso-session.ts'

/**
 * Both endpoints are in the region of the SSO session, which may differ from the target region. The
 * requested profile configures the rest, as for STS, even if its source has the SSO session.
 *
 * @throws AssumeError for plain http to another machine.
 */
export function ssoEndpoints(
  { region }: Pick<SsoSession, 'region'>,
  options: TargetOptions,
  profile: Profile | undefined,
  inputs: PlanInputs,
): SsoEndpoints {
  const portal = endpointConfigFor(region, 'sso', options, profile, inputs)
  const oidc = endpointConfigFor(region, 'sso_oidc', options, profile, inputs)
  refuseUnencrypted(portal)
  refuseUnencrypted(oidc)
  return { portal, oidc }
}
