import type { Profile } from '../../config/profile.ts'
import { checkedRegion } from '../../model/values/region.ts'
import type { CaBundle } from '../../network/ca-bundle.ts'
import type { TargetOptions } from '../options/target-options.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import { isTrue, resolve } from '../resolve.ts'
import { resolveEndpoint, type Service } from './endpoint.ts'
import type { EndpointConfig } from './endpoint-types.ts'
import { globalEndpoint, isCalledGlobally } from './global-endpoint.ts'
import { globalRegionOf } from './regions.ts'
import { resolveRegion } from './resolve-region.ts'
import { retriesOf } from './retries.ts'

/**
 * The STS endpoint for a request. The requested profile configures the whole chain, as in the AWS
 * CLI. The environment takes precedence over the profile. If no region is configured, the partition
 * of the role decides. The AWS CLI ignores the partition.
 */
export function stsEndpointConfig(
  options: TargetOptions,
  profile: Profile | undefined,
  inputs: PlanInputs,
  partition = 'aws',
): EndpointConfig {
  const asked = resolveRegion(options, profile, inputs)
  const named = asked?.value ?? globalRegionOf(partition)
  const endpointConfig = endpointConfigFor(named, 'sts', options, profile, inputs, asked?.location)
  const { region, endpoint, fips, dualstack } = endpointConfig
  const isGlobal = !endpoint && !fips && !dualstack && isCalledGlobally(region, profile, inputs)
  return {
    ...endpointConfig,
    region: region === 'aws-global' ? globalEndpoint.region : region,
    ...(isGlobal && globalEndpoint),
  }
}

/**
 * The endpoint of a service in a known region.
 *
 * @param namedBy the location of the setting that names the region.
 */
export function endpointConfigFor(
  named: string,
  service: Service,
  options: TargetOptions,
  profile: Profile | undefined,
  inputs: PlanInputs,
  namedBy = 'the name of the region',
): EndpointConfig {
  const region = withoutFips(named)
  const askedBy = (name: string) => {
    const flag = resolve(`AWS_${name.toUpperCase()}`, name, profile, inputs)
    return isTrue(flag) ? flag?.location : undefined
  }
  const fipsFrom = askedBy('use_fips_endpoint') ?? (region === named ? undefined : namedBy)
  const dualstackFrom = askedBy('use_dualstack_endpoint')
  const endpoint = resolveEndpoint(service, profile, inputs)?.value
  const caBundle = caBundleOf(profile, inputs)
  const retries = retriesOf(profile, inputs)
  return {
    region,
    ...(endpoint && { endpoint }),
    fips: fipsFrom !== undefined,
    dualstack: dualstackFrom !== undefined,
    ...(fipsFrom !== undefined && { fipsFrom }),
    ...(dualstackFrom !== undefined && { dualstackFrom }),
    ...(options.allowHttpEndpoint && { allowsHttp: true }),
    ...(caBundle && { caBundle }),
    ...(retries && { retries }),
  }
}

/** `us-east-1-fips` and `fips-us-east-1` are legacy ways to select the FIPS endpoint of a region. */
function withoutFips(name: string): string {
  const region = name.replaceAll('fips-', '').replaceAll('-fips', '')
  return region === name ? name : checkedRegion(region, `"${name}"`)
}

/**
 * The CA bundle of the environment or the profile. REQUESTS_CA_BUNDLE is not an AWS variable, but
 * botocore reads it through its HTTP library. The HTTP client of the AWS CLI expands `~` in each of
 * them.
 */
export function caBundleOf(profile: Profile | undefined, inputs: PlanInputs): CaBundle | undefined {
  const named = resolve('AWS_CA_BUNDLE', 'ca_bundle', profile, inputs)
  if (named) return { path: inputs.userPath(named.value), from: named.location }
  const path = inputs.env.REQUESTS_CA_BUNDLE
  return path ? { path: inputs.userPath(path), from: 'REQUESTS_CA_BUNDLE' } : undefined
}
