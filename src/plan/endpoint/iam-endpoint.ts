import type { Profile } from '../../config/profile.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import { resolveEndpoint } from './endpoint.ts'
import type { EndpointConfig } from './endpoint-types.ts'
import { globalRegionOf, partitionOfRegion } from './region.ts'
import { isUnencrypted } from './unencrypted.ts'

/**
 * Where IAM is asked for help, in the one region that it has in each partition. Undefined where it is
 * better not asked: who sends STS elsewhere and says nothing of IAM has keys that AWS's own IAM does
 * not know.
 *
 * @param sts where STS is called for the same request.
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
