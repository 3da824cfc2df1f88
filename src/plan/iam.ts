import type { Profile } from '../config/profile.ts'
import { endpointSaid } from './endpoint.ts'
import { globalRegionOf, partitionOfRegion } from './region.ts'
import { isUnencrypted } from './unencrypted.ts'
import type { Where } from './where.ts'
import type { World } from './world.ts'

/**
 * Where IAM is asked for help, in the one region that it has in each partition. Undefined where it is
 * better not asked: who sends STS elsewhere and says nothing of IAM has keys that AWS's own IAM does
 * not know.
 *
 * @param sts where STS is called for the same request.
 */
export function iamWhere(
  sts: Where,
  profile: Profile | undefined,
  world: World,
): Where | undefined {
  const endpoint = endpointSaid('iam', profile, world)?.value
  if (endpoint === undefined && endpointSaid('sts', profile, world)) return undefined
  const { endpoint: _, ...others } = sts
  const region = globalRegionOf(partitionOfRegion(sts.region))
  const where = { ...others, region, ...(endpoint !== undefined && { endpoint }) }
  return isUnencrypted(endpoint) && !sts.allowsHttp ? undefined : where
}
