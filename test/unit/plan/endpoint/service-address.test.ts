import { readFileSync } from 'node:fs'
import { IAMClient } from '@aws-sdk/client-iam'
import { OrganizationsClient } from '@aws-sdk/client-organizations'
import { SSOClient } from '@aws-sdk/client-sso'
import { SSOOIDCClient } from '@aws-sdk/client-sso-oidc'
import { STSClient } from '@aws-sdk/client-sts'
import { SigninClient } from '@aws-sdk/nested-clients/signin'
import { describe, expect, it } from 'vitest'
import { regions as offeredRegions } from '../../../../src/model/known-regions.ts'
import type { Service } from '../../../../src/plan/endpoint/endpoint.ts'
import { serviceAddress } from '../../../../src/plan/endpoint/service-address.ts'

interface EndpointRules {
  endpointProvider(asked: {
    readonly Region: string
    readonly UseFIPS: boolean
    readonly UseDualStack: boolean
    readonly IsControlPlane: boolean
  }): { readonly url: URL; readonly properties?: object }
}

const config = { region: 'us-east-1' }

const rules: Readonly<Record<Service, EndpointRules>> = {
  sts: new STSClient(config).config,
  iam: new IAMClient(config).config,
  organizations: new OrganizationsClient(config).config,
  sso: new SSOClient(config).config,
  sso_oidc: new SSOOIDCClient(config).config,
  signin: new SigninClient(config).config,
}

/** Regions that AWS has not opened. */
const laterRegions = [
  'eu-south-9',
  'cn-south-9',
  'us-gov-north-9',
  'us-iso-north-9',
  'us-isob-north-9',
  'eu-isoe-north-9',
  'us-isof-north-9',
  'eusc-de-north-9',
  'antarctica-south-9',
]

/** The regions of all partitions, in the file that the rules of the SDK read them from. */
const partitions = readFileSync(
  'node_modules/@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partitions.js',
  'utf8',
)
const ofPartitions = [...partitions.matchAll(/"([a-z]+-[a-z-]+-\d)": \{/g)].map(
  ([, name = '']) => name,
)

const regions = [...new Set([...offeredRegions, ...ofPartitions, ...laterRegions])]

const variants = [false, true].flatMap((fips) =>
  [false, true].map((dualstack) => ({ fips, dualstack })),
)

it('the regions of all partitions are known to the test', () => {
  expect(ofPartitions).toEqual(
    expect.arrayContaining(['us-east-1', 'cn-north-1', 'us-gov-west-1', 'us-isob-east-1']),
  )
})

describe.each(Object.entries(rules))('the addresses of %s', (service, { endpointProvider }) => {
  it.each(variants)('are those of the AWS SDK: %j', (variant) => {
    const asked = { UseFIPS: variant.fips, UseDualStack: variant.dualstack, IsControlPlane: false }
    const ofSdk = regions.map((Region) => {
      const { url, properties = {} } = endpointProvider({ Region, ...asked })
      const { authSchemes } = properties as { authSchemes?: { signingRegion?: string }[] }
      return { url: url.href, region: authSchemes?.[0]?.signingRegion ?? Region }
    })
    const ours = regions.map((region) => {
      const address = serviceAddress(service as Service, { region, ...variant })
      return { url: address.url.href, region: address.region }
    })
    expect(ours).toEqual(ofSdk)
  })

  it('are a configured endpoint as it is written', () => {
    const endpoint = 'https://aws.example:8443/path?team=a'
    const variant = { region: 'cn-north-1', fips: true, dualstack: true }
    const { url, region } = serviceAddress(service as Service, { ...variant, endpoint })
    expect({ url: url.href, region }).toEqual({ url: endpoint, region: 'cn-north-1' })
  })
})
