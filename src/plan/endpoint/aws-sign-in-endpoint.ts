import { type Profile, text } from '../../config/profile.ts'
import { AssumeError } from '../../model/errors.ts'
import { checkedRegion } from '../../model/values/region.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import { accountOfArn, partitionOf } from '../values/arn.ts'
import { endpointConfigFor } from './endpoint-config.ts'
import type { EndpointConfig } from './endpoint-types.ts'
import { globalEndpoint } from './global-endpoint.ts'
import { globalRegionOf } from './regions.ts'
import { profileRegion } from './resolve-region.ts'
import { isUnencrypted } from './unencrypted.ts'

/**
 * The endpoint of AWS Sign-In. AWS can refresh a sign-in only in the region that issued it. The
 * file of the sign-in names this region. The region of the profile is the fallback, because `aws
 * login` signed in there. The AWS CLI uses the current region and fails if it differs.
 *
 * @param signInRegion the region in the file of the sign-in.
 * @throws AssumeError for an invalid region or endpoint, and for plain http to another machine.
 */
export function awsSignInEndpoint(
  profile: Profile,
  signInRegion: string | undefined,
  inputs: PlanInputs,
): EndpointConfig {
  const named =
    (signInRegion && checkedRegion(signInRegion, 'signInRegion')) ??
    profileRegion(profile)?.value ??
    regionOfMoment(profile, inputs)
  const region = named === 'aws-global' ? globalEndpoint.region : named
  const endpointConfig = endpointConfigFor(region, 'signin', {}, profile, inputs)
  if (isUnencrypted(endpointConfig.endpoint)) throw unencrypted(endpointConfig.endpoint)
  return endpointConfig
}

const unencrypted = (endpoint = '') =>
  new AssumeError(
    `${endpoint} is not encrypted: anyone on the network path could read the keys of the sign-in`,
    ['use https://…'],
  )

/** The account of the principal that signed in, if its ARN contains one. */
export function accountOfLogin(session: string): string | undefined {
  const accountId = accountOfArn(session)
  return accountId && /^\d{12}$/.test(accountId) ? accountId : undefined
}

function regionOfMoment(profile: Profile, { env, settings }: PlanInputs): string {
  if (env.AWS_REGION) return checkedRegion(env.AWS_REGION, 'AWS_REGION')
  if (env.AWS_DEFAULT_REGION) return checkedRegion(env.AWS_DEFAULT_REGION, 'AWS_DEFAULT_REGION')
  const session = text(profile, 'login_session') ?? ''
  return settings.region?.value ?? globalRegionOf(partitionOf(session))
}
