import { regionOfShortForm } from '../../model/known-regions.ts'
import { checkedRegion } from '../../model/values/region.ts'

/** The default region of each partition, from botocore's partitions.json. */
const globalRegions: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-northwest-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-iso': 'us-iso-east-1',
  'aws-iso-b': 'us-isob-east-1',
  'aws-iso-e': 'eu-isoe-west-1',
  'aws-iso-f': 'us-isof-south-1',
  'aws-eusc': 'eusc-de-east-1',
}

const partitionsByPrefix: readonly (readonly [RegExp, string])[] = [
  [/^cn-/, 'aws-cn'],
  [/^us-gov-/, 'aws-us-gov'],
  [/^us-iso-/, 'aws-iso'],
  [/^us-isob-/, 'aws-iso-b'],
  [/^eu-isoe-/, 'aws-iso-e'],
  [/^us-isof-/, 'aws-iso-f'],
  [/^eusc-/, 'aws-eusc'],
]

/**
 * The regions of the partition `aws` that every account has. AWS enables regions newer than March
 * 2019 only on request, so this list does not grow.
 *
 * https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
const enabledByDefault: ReadonlySet<string> = new Set([
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
])

/** Returns true if an account must enable the region before AWS accepts its credentials there. */
export const isOptInRegion = (region: string) =>
  partitionOfRegion(region) === 'aws' && !enabledByDefault.has(region)

export const globalRegionOf = (partition: string) => globalRegions[partition] ?? 'us-east-1'

export const partitionOfRegion = (region: string) =>
  partitionsByPrefix.find(([prefix]) => prefix.test(region))?.[1] ?? 'aws'

/**
 * The partition of a region, if it differs from the partition of an ARN and assume knows both.
 * assume does not report a partition that is newer than its list.
 */
export function otherPartitionOf(region: string, arnPartition: string): string | undefined {
  const own = partitionOfRegion(region)
  const isKnown = own !== 'aws' || /^(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d+$/.test(region)
  return isKnown && arnPartition in globalRegions && own !== arnPartition ? own : undefined
}

/** Reads the value of `--region`, which may be a short form such as `use1`. */
export const optionRegion = (word: string) =>
  checkedRegion(regionOfShortForm(word) ?? word, '--region')
