import { type Profile, placeOf, text } from '../config/profile.ts'
import type { CaBundle } from '../network/ca-bundle.ts'
import { endpointOf } from './endpoint.ts'
import { globalEndpoint, isCalledGlobally } from './global-endpoint.ts'
import { checkedRegion, globalRegionOf } from './region.ts'
import type { TargetOptions } from './request.ts'
import { type Retries, retriesOf } from './retries.ts'
import { isTrue, said } from './said.ts'
import type { World } from './world.ts'

/** Which STS is called, and how. */
export interface Where {
  /** What calls are signed for. */
  readonly region: string
  readonly endpoint?: string
  readonly fips: boolean
  readonly dualstack: boolean
  /** Plain http to another machine. */
  readonly allowsHttp?: true
  readonly caBundle?: CaBundle
  readonly retries?: Retries
}

/**
 * The profile asked for serves the whole chain, as in the AWS CLI; what the environment says comes
 * before what the profile says. With no region configured the partition decides, which the AWS CLI
 * forgets.
 */
export function whereOf(
  options: TargetOptions,
  profile: Profile | undefined,
  world: World,
  partition = 'aws',
): Where {
  const named = regionOf(options, profile, world) ?? globalRegionOf(partition)
  const region = withoutFips(named)
  const flag = (name: string) => isTrue(said(`AWS_${name.toUpperCase()}`, name, profile, world))
  const fips = flag('use_fips_endpoint') || region !== named
  const dualstack = flag('use_dualstack_endpoint')
  const endpoint = endpointOf('sts', profile, world)
  const isGlobal = !endpoint && !fips && !dualstack && isCalledGlobally(region, profile, world)
  const caBundle = caBundleOf(profile, world)
  const retries = retriesOf(profile, world)
  return {
    region: region === 'aws-global' ? globalEndpoint.region : region,
    ...(endpoint && { endpoint }),
    ...(isGlobal && globalEndpoint),
    fips,
    dualstack,
    ...(options.allowHttpEndpoint && { allowsHttp: true }),
    ...(caBundle && { caBundle }),
    ...(retries && { retries }),
  }
}

function regionOf(options: TargetOptions, profile: Profile | undefined, { env, settings }: World) {
  if (options.region !== undefined) return checkedRegion(options.region, '--region')
  if (env.AWS_REGION) return checkedRegion(env.AWS_REGION, 'AWS_REGION')
  if (env.AWS_DEFAULT_REGION) return checkedRegion(env.AWS_DEFAULT_REGION, 'AWS_DEFAULT_REGION')
  return profileRegion(profile) ?? settingsRegion(settings)
}

/** `us-east-1-fips` and `fips-us-east-1` are older ways to ask for the FIPS endpoint of a region. */
export function withoutFips(name: string): string {
  const region = name.replaceAll('fips-', '').replaceAll('-fips', '')
  return region === name ? name : checkedRegion(region, `"${name}"`)
}

export function profileRegion(profile: Profile | undefined): string | undefined {
  const region = profile && text(profile, 'region')
  return region ? checkedRegion(region, placeOf(profile, 'region') ?? 'region') : undefined
}

export const settingsRegion = ({ region, file }: World['settings']) =>
  region ? checkedRegion(region, `${file}, region`) : undefined

/** The last one is no name of AWS's; botocore reads it for what pip and requests were told. */
export function caBundleOf(profile: Profile | undefined, world: World): CaBundle | undefined {
  const named = said('AWS_CA_BUNDLE', 'ca_bundle', profile, world)
  if (named) return { path: named.value, from: named.from }
  const path = world.env.REQUESTS_CA_BUNDLE
  return path ? { path, from: 'REQUESTS_CA_BUNDLE' } : undefined
}
