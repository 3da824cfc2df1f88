import { nestedText, type Profile, placeOf, text } from '../config/profile.ts'
import { AssumeError } from '../model/errors.ts'
import { checkedRegion, globalRegionOf } from './region.ts'
import type { TargetOptions } from './request.ts'
import type { World } from './world.ts'

/** Which STS is called. */
export interface Where {
  readonly region: string
  readonly endpoint?: string
  readonly fips: boolean
  readonly dualstack: boolean
}

/**
 * The profile asked for serves the whole chain, as in the AWS CLI; what the environment says comes
 * before what the profile says. With no region configured the partition decides, which the AWS CLI
 * forgets.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function whereOf(
  options: TargetOptions,
  profile: Profile | undefined,
  world: World,
  partition = 'aws',
): Where {
  const region = regionOf(options, profile, world) ?? globalRegionOf(partition)
  const endpoint = endpointOf(profile, world)
  const flag = (variable: string, key: string) =>
    (world.env[variable] || (profile && text(profile, key)))?.toLowerCase() === 'true'
  return {
    region,
    ...(endpoint && { endpoint }),
    fips: flag('AWS_USE_FIPS_ENDPOINT', 'use_fips_endpoint'),
    dualstack: flag('AWS_USE_DUALSTACK_ENDPOINT', 'use_dualstack_endpoint'),
  }
}

function regionOf(options: TargetOptions, profile: Profile | undefined, { env, settings }: World) {
  if (options.region !== undefined) return checkedRegion(options.region, '--region')
  if (env.AWS_REGION) return checkedRegion(env.AWS_REGION, 'AWS_REGION')
  if (env.AWS_DEFAULT_REGION) return checkedRegion(env.AWS_DEFAULT_REGION, 'AWS_DEFAULT_REGION')
  return profileRegion(profile) ?? settingsRegion(settings)
}

export function profileRegion(profile: Profile | undefined): string | undefined {
  const region = profile && text(profile, 'region')
  return region ? checkedRegion(region, placeOf(profile, 'region') ?? 'region') : undefined
}

export const settingsRegion = ({ region, file }: World['settings']) =>
  region ? checkedRegion(region, `${file}, region`) : undefined

function endpointOf(profile: Profile | undefined, world: World): string | undefined {
  const { env } = world
  if (env.AWS_ENDPOINT_URL_STS) return checkedUrl(env.AWS_ENDPOINT_URL_STS, 'AWS_ENDPOINT_URL_STS')
  if (env.AWS_ENDPOINT_URL) return checkedUrl(env.AWS_ENDPOINT_URL, 'AWS_ENDPOINT_URL')
  if (!profile) return undefined
  const services = servicesOf(profile, world)
  const ofSts = services && nestedText(services, 'sts', 'endpoint_url')
  if (ofSts) return checkedUrl(ofSts, `[services ${services.name}]`)
  const ofAll = text(profile, 'endpoint_url')
  return ofAll ? checkedUrl(ofAll, placeOf(profile, 'endpoint_url') ?? 'endpoint_url') : undefined
}

/** Who listens on the way gets the code and the keys. */
export function unencryptedNote({ endpoint }: Where): string[] {
  if (!endpoint?.startsWith('http:') || loopback.test(new URL(endpoint).hostname)) return []
  return [`${endpoint} is not encrypted: whoever listens on the way gets the code and the keys`]
}

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** @throws AssumeError where the profile names a section that is not there, as the AWS CLI does. */
export function servicesOf(profile: Profile, world: World): Profile | undefined {
  const name = text(profile, 'services')
  if (name === undefined) return undefined
  const services = world.profiles.services.get(name)
  if (services) return services
  throw new AssumeError(
    `services of "${profile.name}" is "${name}", but there is no [services ${name}]`,
    [`see ${placeOf(profile, 'services')}`],
  )
}

export function checkedUrl(url: string, where: string): string {
  const hint = 'it looks like https://sts.eu-west-1.amazonaws.com'
  if (!URL.canParse(url) || !/^https?:\/\/[\x21-\x7e]+$/.test(url)) {
    throw new AssumeError(`${where}: "${url}" is not the URL of an endpoint`, [hint])
  }
  const { username, password } = new URL(url)
  if (username === '' && password === '') return url
  throw new AssumeError(`${where}: an endpoint takes no user name and no password`, [hint])
}
