import { describe, expect, it } from 'vitest'
import { regionMeant, regionOfShortForm, regions } from '../../../src/model/known-regions.ts'

describe('the short form of a region', () => {
  it.each([
    ['use1', 'us-east-1'],
    ['usw2', 'us-west-2'],
    ['euw1', 'eu-west-1'],
    ['euc1', 'eu-central-1'],
    ['eun1', 'eu-north-1'],
    ['aps1', 'ap-south-1'],
    ['apse2', 'ap-southeast-2'],
    ['apne1', 'ap-northeast-1'],
    ['ape1', 'ap-east-1'],
    ['sae1', 'sa-east-1'],
    ['usgw1', 'us-gov-west-1'],
    ['cnnw1', 'cn-northwest-1'],
  ])('%s is %s', (short, region) => {
    expect(regionOfShortForm(short)).toBe(region)
  })

  it.each(['us-east-1', 'use9', 'xxe1', '', 'use11'])('%j has none', (word) => {
    expect(regionOfShortForm(word)).toBeUndefined()
  })
})

describe('a mistyped region', () => {
  it.each([
    ['eu-wst-1', 'eu-west-1'],
    ['ue-west-1', 'eu-west-1'],
    ['useast1', 'us-east-1'],
    ['us-esat-1', 'us-east-1'],
    ['eu-west-1a', 'eu-west-1'],
    ['eu-west1', 'eu-west-1'],
    ['ap-southest-2', 'ap-southeast-2'],
    ['eu-centrall-1-fips', 'eu-central-1'],
    ['use1', 'us-east-1'],
  ])('%s is corrected to %s', (name, region) => {
    expect(regionMeant(name)).toBe(region)
  })

  it.each([
    ...regions,
    ...['eu-west-4', 'us-north-1', 'nz-south-1', 'ap-southeast-9', 'mars-1', 'us-gov-north-1'],
    ...['aws-global', 'us-iso-east-1', 'us-isob-west-1', 'eu-isoe-west-1', 'eusc-fr-west-1'],
    ...['fips-us-east-1', 'us-east-1-fips', 'garage', 'us', ''],
  ])('%j is not corrected', (name) => {
    expect(regionMeant(name)).toBeUndefined()
  })
})
