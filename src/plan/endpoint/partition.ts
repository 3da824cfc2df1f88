import { AssumeError } from '../../model/errors.ts'
import { partitionOf } from '../values/arn.ts'
import type { EndpointConfig } from './endpoint-types.ts'
import { globalEndpoint } from './global-endpoint.ts'
import { globalRegionOf, otherPartitionOf } from './region.ts'

/**
 * STS knows nothing of other partitions, and answers that the keys are invalid. A named endpoint may
 * be no endpoint of AWS's, whatever its region is called.
 *
 * @param regionFrom says who names the region, if anybody does.
 */
export function refuseOtherPartition(
  { region, endpoint }: EndpointConfig,
  arn: string,
  regionFrom: () => string | undefined,
): void {
  if (endpoint !== undefined && endpoint !== globalEndpoint.endpoint) return
  const own = otherPartitionOf(region, partitionOf(arn))
  if (own === undefined) return
  const from = regionFrom()
  const place = from === undefined ? region : `${region} (${from})`
  throw new AssumeError(
    `${arn} is in the partition ${partitionOf(arn)}, and STS would be called in ${place}, which is in ${own}`,
    [otherRegionHint(arn)],
  )
}

export const otherRegionHint = (arn: string) =>
  `name a region of ${partitionOf(arn)}: --region ${globalRegionOf(partitionOf(arn))}`
