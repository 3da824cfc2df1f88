import { nestedText, type Profile, placeOf, text } from '../config/profile.ts'
import { AssumeError } from '../model/errors.ts'
import { isTrue, type Said, said } from './said.ts'
import type { World } from './world.ts'

/**
 * The endpoint of STS that the environment or the profile names, unless they say not to look.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function endpointSaid(profile: Profile | undefined, world: World): Said | undefined {
  if (ignoresConfiguredEndpoints(profile, world)) return undefined
  const { env } = world
  if (env.AWS_ENDPOINT_URL_STS) return checked(env.AWS_ENDPOINT_URL_STS, 'AWS_ENDPOINT_URL_STS')
  if (env.AWS_ENDPOINT_URL) return checked(env.AWS_ENDPOINT_URL, 'AWS_ENDPOINT_URL')
  if (!profile) return undefined
  const services = servicesOf(profile, world)
  const ofSts = services && nestedText(services, 'sts', 'endpoint_url')
  if (ofSts) return checked(ofSts, `[services ${services.name}]`)
  const ofAll = text(profile, 'endpoint_url')
  return ofAll ? checked(ofAll, placeOf(profile, 'endpoint_url') ?? 'endpoint_url') : undefined
}

const checked = (url: string, from: string): Said => ({ value: checkedUrl(url, from), from })

export const ignoresConfiguredEndpoints = (profile: Profile | undefined, world: World) =>
  isTrue(
    said('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'ignore_configured_endpoint_urls', profile, world),
  )

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
