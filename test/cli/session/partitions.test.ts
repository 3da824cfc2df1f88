import { refuse } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { bob } from '../../../src/demo/fixture.ts'
import { TestAws } from '../../support/test-aws.ts'

const [key] = bob.accessKeys
const unknownKey = refuse(
  'InvalidClientTokenId',
  403,
  'The security token included in the request is invalid.',
)
const ofTheKey = `the key ${key?.accessKeyId} of profile "Bob" was deleted, deactivated or mistyped, or its session token is missing or belongs to another key`
const notEnabled = (region: string) =>
  `the account may not have enabled ${region}, which is not enabled by default: --region us-east-1`

const arnIn = (partition: string) => `arn:${partition}:iam::123456789012:role/reader`

async function hintsFor(arn: string, region: string) {
  const testAws = await TestAws.open()
  testAws.aws.faults.always = unknownKey
  const { stderr, exitCode } = await testAws.assume([
    arn,
    '--source-profile',
    'Bob',
    '--region',
    region,
  ])
  expect(exitCode).toBe(1)
  const [first, ...hints] = stderr.trimEnd().split('\n')
  expect(first).toContain('(InvalidClientTokenId)')
  return hints.map((hint) => hint.replace('  hint: ', ''))
}

describe('access keys that STS calls invalid', () => {
  it.each([
    'us-east-1',
    'us-west-1',
    'eu-west-3',
    'ap-northeast-3',
    'sa-east-1',
    'us-gov-west-1',
    'cn-north-1',
  ])('in %s, which each account has enabled, cause only a hint about the key', async (region) => {
    const partition = region.startsWith('cn')
      ? 'aws-cn'
      : region.startsWith('us-gov')
        ? 'aws-us-gov'
        : 'aws'
    expect(await hintsFor(arnIn(partition), region)).toEqual([ofTheKey])
  })

  it.each([
    'af-south-1',
    'ap-east-1',
    'ap-southeast-3',
    'ca-west-1',
    'eu-central-2',
    'eu-south-1',
    'il-central-1',
    'me-south-1',
    'mx-central-1',
    'sa-west-9',
  ])('in %s cause a hint that the account may not have enabled the region', async (region) => {
    expect(await hintsFor(arnIn('aws'), region)).toEqual([notEnabled(region), ofTheKey])
  })

  it.each([
    ['aws-cn', 'eu-west-1', 'aws', 'cn-northwest-1'],
    ['aws-us-gov', 'us-east-1', 'aws', 'us-gov-west-1'],
    ['aws', 'cn-north-1', 'aws-cn', 'us-east-1'],
    ['aws-eusc', 'eu-south-1', 'aws', 'eusc-de-east-1'],
  ])('for a role in %s cause a region hint in %s', async (partition, region, other, right) => {
    const arn = arnIn(partition)
    expect(await hintsFor(arn, region)).toEqual([
      `${arn} is in the partition ${partition}, and ${region} is in ${other}: name a region of ${partition}: --region ${right}`,
      ofTheKey,
    ])
  })

  it('for a role in an unknown partition cause only a hint about the key', async () => {
    expect(await hintsFor(arnIn('aws-new'), 'eu-west-1')).toEqual([ofTheKey])
  })

  it('without a role cause a hint that depends only on the region', async () => {
    const testAws = await TestAws.open()
    testAws.aws.faults.always = unknownKey
    const env = {
      AWS_ACCESS_KEY_ID: key?.accessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: 's',
      AWS_REGION: 'ap-east-1',
    }
    const { stderr } = await testAws.assume(['status', '--verify'], {
      env: { ...env, ASSUME_KEY_ID: key?.accessKeyId ?? '' },
    })
    expect(stderr).toContain(`  hint: ${notEnabled('ap-east-1')}\n`)
  })
})

describe('a role in another partition than the region', () => {
  const elsewhere = { AWS_ENDPOINT_URL_STS: '', AWS_ENDPOINT_URL: '' }
  const refusal = (arn: string, place: string, own: string, right: string) => ({
    stdout: '(exit 1);\n',
    stderr: `assume: ${arn} is in the partition ${arn.split(':')[1]}, and STS would be called in ${place}, which is in ${own}\n  hint: name a region of ${arn.split(':')[1]}: --region ${right}\n`,
    exitCode: 1,
    calls: [],
  })
  const config = `[profile china]\nrole_arn = ${arnIn('aws-cn')}\nsource_profile = Bob\nregion = eu-west-1\n`

  it('is rejected before a call if an option, a variable or the profile sets the region', async () => {
    const testAws = await TestAws.open({ config })
    const run = (words: readonly string[], env = {}) =>
      testAws.assume(words, { env: { ...elsewhere, ...env } })
    const china = arnIn('aws-cn')
    expect(await run(['china', '--region', 'us-west-2'])).toEqual(
      refusal(china, 'us-west-2 (--region)', 'aws', 'cn-northwest-1'),
    )
    expect(await run(['china'], { AWS_REGION: 'us-gov-west-1' })).toEqual(
      refusal(china, 'us-gov-west-1 (AWS_REGION)', 'aws-us-gov', 'cn-northwest-1'),
    )
    expect(await run(['china'])).toEqual(
      refusal(china, 'eu-west-1 (~/.aws/config:4)', 'aws', 'cn-northwest-1'),
    )
    const world = await run(['explain', 'china'])
    expect(world).toMatchObject({
      stderr: refusal(china, 'eu-west-1 (~/.aws/config:4)', 'aws', 'cn-northwest-1').stderr,
    })
  })

  it('is not rejected if an STS endpoint is configured', async () => {
    const testAws = await TestAws.open({ config })
    const { calls } = await testAws.assume(['china'])
    expect(calls).toHaveLength(1)
  })

  it('is accepted if --region names a region of its partition', async () => {
    const testAws = await TestAws.open({ config })
    const { stdout, stderr } = await testAws.assume(
      ['explain', 'china', '--region', 'cn-north-1'],
      {
        env: elsewhere,
      },
    )
    expect(stderr).toBe('')
    expect(stdout).toContain('cn-north-1')
  })
})
