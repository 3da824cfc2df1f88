import { badValue } from './bad-value.ts'

/** The region that stands for the whole partition where none is configured: botocore's partitions.json. */
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

export const globalRegionOf = (partition: string) => globalRegions[partition] ?? 'us-east-1'

export const partitionOfRegion = (region: string) =>
  partitionsByPrefix.find(([prefix]) => prefix.test(region))?.[1] ?? 'aws'

/** Before a host name is made of it: `evil.example/x` would send a signed request and a code there. */
export function checkedRegion(region: string, where: string): string {
  if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(region)) return region
  throw badValue(where, `"${region}" is not an AWS region`, ['a region looks like eu-west-1'])
}
