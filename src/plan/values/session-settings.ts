import { type Profile, text } from '../../config/profile.ts'
import { checkedUrl, ignoresConfiguredEndpoints, servicesOf } from '../endpoint/endpoint.ts'
import { profileRegion, settingsRegion } from '../endpoint/endpoint-config.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { TargetOptions } from '../request.ts'

/**
 * Variables that the shell gets because an option or the profile names them: with `AWS_PROFILE`
 * gone the profile's own settings would be lost, and S3, say, would leave its FIPS host. A variable
 * the shell has of its own outranks a profile in every AWS tool, so only the region replaces one.
 */
export function sessionSettings(
  options: TargetOptions,
  profile: Profile | undefined,
  inputs: PlanInputs,
): Record<string, string> {
  const settings: Record<string, string> = {}
  const region = options.region ?? profileRegion(profile)?.value ?? regionWhereNone(inputs)
  // Both: the AWS CLI v1 reads only the second, the JavaScript SDK only the first.
  if (region) Object.assign(settings, { AWS_REGION: region, AWS_DEFAULT_REGION: region })
  for (const [name, value] of profile ? profileSettings(profile, inputs) : []) {
    if (!inputs.env[name]) settings[name] = value
  }
  return settings
}

const regionWhereNone = ({ env, settings }: PlanInputs) =>
  env.AWS_REGION || env.AWS_DEFAULT_REGION ? undefined : settingsRegion(settings)?.value

const flags = ['use_fips_endpoint', 'use_dualstack_endpoint', 'ignore_configured_endpoint_urls']

function* profileSettings(
  profile: Profile,
  inputs: PlanInputs,
): Iterable<readonly [string, string]> {
  for (const flag of flags) {
    const value = text(profile, flag)?.toLowerCase()
    if (value === 'true' || value === 'false') yield [`AWS_${flag.toUpperCase()}`, value]
  }
  const bundle = text(profile, 'ca_bundle')
  // Expanded: most programs take a `~` for the name of a folder.
  if (bundle) yield ['AWS_CA_BUNDLE', inputs.userPath(bundle)]
  if (ignoresConfiguredEndpoints(profile, inputs)) return
  const endpoint = text(profile, 'endpoint_url')
  if (endpoint) yield ['AWS_ENDPOINT_URL', checkedUrl(endpoint, 'endpoint_url')]
  const services = servicesOf(profile, inputs)
  for (const [service, { value }] of services?.keys ?? []) {
    const url = typeof value === 'object' ? value.get('endpoint_url') : undefined
    if (url && /^[a-z0-9_]+$/.test(service)) {
      yield [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, checkedUrl(url, `services, ${service}`)]
    }
  }
}
