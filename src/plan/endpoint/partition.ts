import { AssumeError } from '../../model/errors.ts'
import { partitionOf } from '../values/arn.ts'
import type { EndpointConfig } from './endpoint-types.ts'
import { globalEndpoint } from './global-endpoint.ts'
import { globalRegionOf, otherPartitionOf } from './regions.ts'

/**
 * Refuses a role of another partition. STS does not know the keys of other partitions and reports
 * them as invalid. A custom endpoint is exempt, because its region name says nothing about a
 * partition.
 *
 * @param regionFrom returns the location of the setting that names the region, if there is one.
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
