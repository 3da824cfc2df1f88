import { type Profile, text } from '../../config/profile.ts'
import { AssumeError } from '../../model/errors.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import { accountOfArn, partitionOf } from '../values/arn.ts'
import { endpointConfigFor, profileRegion, settingsRegion } from './endpoint-config.ts'
import type { EndpointConfig } from './endpoint-types.ts'
import { globalEndpoint } from './global-endpoint.ts'
import { checkedRegion, globalRegionOf } from './region.ts'
import { isUnencrypted } from './unencrypted.ts'

/**
 * Where AWS Sign-In is asked. A sign-in can be renewed only in the region where it was made: the one
 * that its file names, else the one that its profile does, for `aws login` signed in there. The AWS
 * CLI asks in the region of the moment, and fails where that is another.
 *
 * @param signInRegion as the file of the sign-in names it.
 * @throws AssumeError for what cannot be a region or an endpoint, or is plain http to elsewhere.
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
    `${endpoint} is not encrypted: whoever listens on the way would get the keys of the sign-in`,
    ['give it as https://…'],
  )

/** The account that signed in, if its ARN tells. */
export function accountOfLogin(session: string): string | undefined {
  const accountId = accountOfArn(session)
  return accountId && /^\d{12}$/.test(accountId) ? accountId : undefined
}

function regionOfMoment(profile: Profile, { env, settings }: PlanInputs): string {
  if (env.AWS_REGION) return checkedRegion(env.AWS_REGION, 'AWS_REGION')
  if (env.AWS_DEFAULT_REGION) return checkedRegion(env.AWS_DEFAULT_REGION, 'AWS_DEFAULT_REGION')
  const session = text(profile, 'login_session') ?? ''
  return settingsRegion(settings)?.value ?? globalRegionOf(partitionOf(session))
}
