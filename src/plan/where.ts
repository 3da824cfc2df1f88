import { type Profile, placeOf, text } from '../config/profile.ts'
import type { CaBundle } from '../network/ca-bundle.ts'
import { endpointSaid, type Service } from './endpoint.ts'
import { globalEndpoint, isCalledGlobally } from './global-endpoint.ts'
import { checkedRegion, globalRegionOf } from './region.ts'
import type { TargetOptions } from './request.ts'
import { type Retries, retriesOf } from './retries.ts'
import { isTrue, type Said, said } from './said.ts'
import type { World } from './world.ts'

/** Where a service is called, STS unless said otherwise, and how. */
export interface Where {
  /** What calls are signed for. */
  readonly region: string
  readonly endpoint?: string
  readonly fips: boolean
  readonly dualstack: boolean
  /** Who asks for that: a variable, `~/.aws/config:12, use_fips_endpoint`, who names the region. */
  readonly fipsFrom?: string
  readonly dualstackFrom?: string
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
  const asked = regionSaid(options, profile, world)
  const named = asked?.value ?? globalRegionOf(partition)
  const where = whereIn(named, 'sts', options, profile, world, asked?.from)
  const { region, endpoint, fips, dualstack } = where
  const isGlobal = !endpoint && !fips && !dualstack && isCalledGlobally(region, profile, world)
  return {
    ...where,
    region: region === 'aws-global' ? globalEndpoint.region : region,
    ...(isGlobal && globalEndpoint),
  }
}

/**
 * Where a service is called whose region is known.
 *
 * @param namedBy who names the region.
 */
export function whereIn(
  named: string,
  service: Service,
  options: TargetOptions,
  profile: Profile | undefined,
  world: World,
  namedBy = 'the name of the region',
): Where {
  const region = withoutFips(named)
  const askedBy = (name: string) => {
    const flag = said(`AWS_${name.toUpperCase()}`, name, profile, world)
    return isTrue(flag) ? flag?.from : undefined
  }
  const fipsFrom = askedBy('use_fips_endpoint') ?? (region === named ? undefined : namedBy)
  const dualstackFrom = askedBy('use_dualstack_endpoint')
  const endpoint = endpointSaid(service, profile, world)?.value
  const caBundle = caBundleOf(profile, world)
  const retries = retriesOf(profile, world)
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

/** The region that somebody names, if anybody does. */
export function regionSaid(
  options: TargetOptions,
  profile: Profile | undefined,
  { env, settings }: World,
): Said | undefined {
  if (options.region !== undefined) return checked(options.region, '--region')
  if (env.AWS_REGION) return checked(env.AWS_REGION, 'AWS_REGION')
  if (env.AWS_DEFAULT_REGION) return checked(env.AWS_DEFAULT_REGION, 'AWS_DEFAULT_REGION')
  return profileRegion(profile) ?? settingsRegion(settings)
}

const checked = (region: string, from: string): Said => ({
  value: checkedRegion(region, from),
  from,
})

/** `us-east-1-fips` and `fips-us-east-1` are older ways to ask for the FIPS endpoint of a region. */
function withoutFips(name: string): string {
  const region = name.replaceAll('fips-', '').replaceAll('-fips', '')
  return region === name ? name : checkedRegion(region, `"${name}"`)
}

export function profileRegion(profile: Profile | undefined): Said | undefined {
  const region = profile && text(profile, 'region')
  return region ? checked(region, placeOf(profile, 'region') ?? 'region') : undefined
}

export const settingsRegion = ({ region, file }: World['settings']) =>
  region ? checked(region, `${file}, region`) : undefined

/**
 * The last variable is no name of AWS's; botocore reads it for what pip and requests were told. The HTTP
 * client of the AWS CLI expands `~` in each of them.
 */
export function caBundleOf(profile: Profile | undefined, world: World): CaBundle | undefined {
  const named = said('AWS_CA_BUNDLE', 'ca_bundle', profile, world)
  if (named) return { path: world.userPath(named.value), from: named.from }
  const path = world.env.REQUESTS_CA_BUNDLE
  return path ? { path: world.userPath(path), from: 'REQUESTS_CA_BUNDLE' } : undefined
}
