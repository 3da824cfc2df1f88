import type { Profile } from '../../config/profile.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import { resolveEndpoint } from './endpoint.ts'
import type { EndpointConfig } from './endpoint-types.ts'
import { globalRegionOf, partitionOfRegion } from './regions.ts'
import { refuseUnencrypted } from './unencrypted.ts'

/**
 * The endpoint of Organizations, in the region of the partition that always has it.
 *
 * @param sts the STS endpoint of the same request.
 * @throws AssumeError for plain http to another machine.
 */
export function organizationsEndpoint(
  sts: EndpointConfig,
  profile: Profile | undefined,
  inputs: PlanInputs,
): EndpointConfig {
  const { endpoint: _, ...others } = sts
  const endpoint = resolveEndpoint('organizations', profile, inputs)?.value
  const region = globalRegionOf(partitionOfRegion(sts.region))
  const config = { ...others, region, ...(endpoint !== undefined && { endpoint }) }
  refuseUnencrypted(config)
  return config
}
