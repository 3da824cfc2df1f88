import type { Profile } from '../../config/profile.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import { resolveEndpoint } from './endpoint.ts'
import type { EndpointConfig } from './endpoint-types.ts'
import { globalRegionOf, partitionOfRegion } from './regions.ts'
import { isUnencrypted } from './unencrypted.ts'

/**
 * The IAM endpoint, in the single IAM region of the partition. Undefined if only STS has a custom
 * endpoint, because AWS's own IAM does not know the keys of another STS.
 * Undefined also for plain http to another machine, unless the request allows it.
 *
 * @param sts the STS endpoint of the same request.
 */
export function iamEndpointConfig(
  sts: EndpointConfig,
  profile: Profile | undefined,
  inputs: PlanInputs,
): EndpointConfig | undefined {
  const endpoint = resolveEndpoint('iam', profile, inputs)?.value
  if (endpoint === undefined && resolveEndpoint('sts', profile, inputs)) return undefined
  const { endpoint: _, ...others } = sts
  const region = globalRegionOf(partitionOfRegion(sts.region))
  const where = { ...others, region, ...(endpoint !== undefined && { endpoint }) }
  return isUnencrypted(endpoint) && !sts.allowsHttp ? undefined : where
}
