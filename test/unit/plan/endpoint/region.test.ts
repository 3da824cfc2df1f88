import { describe, expect, it } from 'vitest'
import { checkedRegion } from '../../../../src/model/values/region.ts'
import { globalRegionOf, partitionOfRegion } from '../../../../src/plan/endpoint/regions.ts'

describe('partitions', () => {
  it.each([
    ['eu-west-1', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['us-iso-east-1', 'aws-iso'],
    ['us-isob-east-1', 'aws-iso-b'],
    ['eu-isoe-west-1', 'aws-iso-e'],
    ['us-isof-south-1', 'aws-iso-f'],
    ['eusc-de-east-1', 'aws-eusc'],
    ['xx-future-1', 'aws'],
    ['', 'aws'],
  ])('%s is in %s', (region, partition) => {
    expect(partitionOfRegion(region)).toBe(partition)
    if (partition !== 'aws') expect(partitionOfRegion(globalRegionOf(partition))).toBe(partition)
  })

  it('have a default region', () => {
    expect(globalRegionOf('aws')).toBe('us-east-1')
    expect(globalRegionOf('aws-us-gov')).toBe('us-gov-west-1')
    expect(globalRegionOf('aws-of-the-future')).toBe('us-east-1')
  })
})

describe('a region that becomes part of a host name', () => {
  it.each(['eu-west-1', 'xx-future-1', 'us-east-1-fips', 'aws-global', 'a', 'a'.repeat(63)])(
    'can be %s',
    (region) => {
      expect(checkedRegion(region, '--region')).toBe(region)
    },
  )

  it.each([
    ...[
      '',
      'EU-WEST-1',
      'eu west',
      'evil.example',
      'evil.example/x',
      'x@evil.example',
      '..',
      '#',
      '%2e',
    ],
    ...['-eu', 'eu-', 'a'.repeat(64), 'eu-west-1\n', 'eu_west_1', 'é', '$(id)'],
  ])('cannot be %j', (region) => {
    expect(() => checkedRegion(region, '--region')).toThrow(
      `--region: "${region}" is not an AWS region`,
    )
  })
})
