import type { Service } from './endpoint.ts'
import type { EndpointConfig } from './endpoint-types.ts'
import { globalRegionOf, partitionOfRegion } from './regions.ts'

/** The URL that a service is called at, and the region that the calls are signed for. */
export interface ServiceAddress {
  readonly url: URL
  readonly region: string
}

/**
 * The configured endpoint of a service, or AWS's own. A test compares AWS's own with the endpoint
 * rules of the SDK, for all services and regions.
 */
export function serviceAddress(service: Service, endpointConfig: EndpointConfig): ServiceAddress {
  const { region, endpoint } = endpointConfig
  if (endpoint !== undefined) return { url: new URL(endpoint), region }
  const partition = partitionOfRegion(region)
  return {
    url: new URL(`https://${hosts[service](endpointConfig, partition)}`),
    region: signingRegion(service, endpointConfig, partition),
  }
}

function signingRegion(service: Service, { region }: Variant, partition: string): string {
  if (service === 'iam') return iamRegion(partition)
  return service === 'organizations' ? globalRegionOf(partition) : region
}

type Variant = Pick<EndpointConfig, 'region' | 'fips' | 'dualstack'>

const hosts: Readonly<Record<Service, (variant: Variant, partition: string) => string>> = {
  sts: (variant, partition) => regionalHost('sts', variant, partition),
  sso: (variant, partition) => regionalHost('portal.sso', variant, partition),
  sso_oidc: (variant, partition) => regionalHost('oidc', variant, partition),
  iam: iamHost,
  organizations: organizationsHost,
  signin: signInHost,
}

/** The domains of a partition. The SDK calls them `dnsSuffix` and `dualStackDnsSuffix`. */
interface Domains {
  readonly usual: string
  readonly dualstack: string
}

const commercial: Domains = { usual: 'amazonaws.com', dualstack: 'api.aws' }

const domains: Readonly<Record<string, Domains>> = {
  aws: commercial,
  'aws-us-gov': commercial,
  'aws-cn': { usual: 'amazonaws.com.cn', dualstack: 'api.amazonwebservices.com.cn' },
  'aws-eusc': { usual: 'amazonaws.eu', dualstack: 'api.amazonwebservices.eu' },
  'aws-iso': { usual: 'c2s.ic.gov', dualstack: 'api.aws.ic.gov' },
  'aws-iso-b': { usual: 'sc2s.sgov.gov', dualstack: 'api.aws.scloud' },
  'aws-iso-e': { usual: 'cloud.adc-e.uk', dualstack: 'api.cloud-aws.adc-e.uk' },
  'aws-iso-f': { usual: 'csp.hci.ic.gov', dualstack: 'api.aws.hci.ic.gov' },
}

function domainOf(partition: string, dualstack: boolean): string {
  const { usual, dualstack: ofDualstack } = domains[partition] ?? commercial
  return dualstack ? ofDualstack : usual
}

/** All endpoints of GovCloud are FIPS endpoints, so only the dual-stack ones say so. */
function regionalHost(name: string, { region, fips, dualstack }: Variant, partition: string) {
  const saysFips = fips && (dualstack || partition !== 'aws-us-gov')
  return `${name}${saysFips ? '-fips' : ''}.${region}.${domainOf(partition, dualstack)}`
}

/** IAM has one region in each partition. In China that is not the default region. */
const iamRegion = (partition: string) =>
  partition === 'aws-cn' ? 'cn-north-1' : globalRegionOf(partition)

/** The hosts of IAM follow no rule across partitions. */
function iamHost({ fips, dualstack }: Variant, partition: string): string {
  if (partition === 'aws-us-gov') return `iam.us-gov.${domainOf(partition, dualstack)}`
  const name = fips ? 'iam-fips' : 'iam'
  return [name, iamPlace(fips, dualstack, partition), domainOf(partition, dualstack)]
    .filter(Boolean)
    .join('.')
}

function iamPlace(fips: boolean, dualstack: boolean, partition: string): string {
  if (partition === 'aws') return dualstack ? 'global' : ''
  if (dualstack) return !fips && /^aws-(cn|eusc)$/.test(partition) ? 'global' : ''
  const saysRegion = !fips || /^aws-iso(-b)?$/.test(partition)
  return saysRegion ? iamRegion(partition) : ''
}

/** Organizations has one region in each partition. */
function organizationsHost({ fips, dualstack }: Variant, partition: string): string {
  const name = fips && partition !== 'aws-us-gov' ? 'organizations-fips' : 'organizations'
  return `${name}.${globalRegionOf(partition)}.${domainOf(partition, dualstack)}`
}

/** The domains of AWS Sign-In. */
const signInDomains: Readonly<Record<string, string>> = {
  aws: 'aws.amazon.com',
  'aws-cn': 'amazonaws.cn',
  'aws-us-gov': 'amazonaws-us-gov.com',
  'aws-eusc': 'amazonaws-eusc.eu',
  'aws-iso': 'c2shome.ic.gov',
  'aws-iso-b': 'sc2shome.sgov.gov',
  'aws-iso-e': 'csphome.adc-e.uk',
  'aws-iso-f': 'csphome.hci.ic.gov',
}

function signInHost({ region, fips, dualstack }: Variant, partition: string): string {
  if (fips && !dualstack && partition === 'aws-us-gov') {
    const host = 'signin-fips.amazonaws-us-gov.com'
    return region === 'us-gov-west-1' ? host : `${region}.${host}`
  }
  if (fips || dualstack) {
    return `signin${fips ? '-fips' : ''}.${region}.${domainOf(partition, dualstack)}`
  }
  return `${region}.signin.${signInDomains[partition] ?? signInDomains.aws}`
}
