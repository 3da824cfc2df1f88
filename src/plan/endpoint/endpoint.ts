import { nestedText, type Profile, placeOf, text } from '../../config/profile.ts'
import { AssumeError } from '../../model/errors.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import { isTrue, type Resolved, resolve } from '../resolve.ts'

/** The service identifiers of a `[services]` section. */
export type Service = 'sts' | 'iam' | 'organizations' | 'sso' | 'sso_oidc' | 'signin'

/**
 * The endpoint that the environment or the profile configures for a service. Undefined if either
 * disables configured endpoints.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function resolveEndpoint(
  service: Service,
  profile: Profile | undefined,
  inputs: PlanInputs,
): Resolved | undefined {
  if (ignoresConfiguredEndpoints(profile, inputs)) return undefined
  const { env } = inputs
  const variable = `AWS_ENDPOINT_URL_${service.toUpperCase()}`
  const ofVariable = env[variable]
  if (ofVariable) return resolvedUrl(ofVariable, variable)
  if (env.AWS_ENDPOINT_URL) return resolvedUrl(env.AWS_ENDPOINT_URL, 'AWS_ENDPOINT_URL')
  if (!profile) return undefined
  const services = servicesOf(profile, inputs)
  const ofService = services && nestedText(services, service, 'endpoint_url')
  if (ofService) return resolvedUrl(ofService, `[services ${services.name}]`)
  const ofAll = text(profile, 'endpoint_url')
  return ofAll ? resolvedUrl(ofAll, placeOf(profile, 'endpoint_url') ?? 'endpoint_url') : undefined
}

const resolvedUrl = (url: string, location: string): Resolved => ({
  value: checkedUrl(url, location),
  location,
})

export const ignoresConfiguredEndpoints = (profile: Profile | undefined, inputs: PlanInputs) =>
  isTrue(
    resolve(
      'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
      'ignore_configured_endpoint_urls',
      profile,
      inputs,
    ),
  )

/** @throws AssumeError if the profile names a section that does not exist, as the AWS CLI does. */
export function servicesOf(profile: Profile, inputs: PlanInputs): Profile | undefined {
  const name = text(profile, 'services')
  if (name === undefined) return undefined
  const services = inputs.profiles.services.get(name)
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
