import { type Profile, text } from '../../config/profile.ts'
import type { TargetDefaults } from '../../config/settings/settings.ts'
import { checkedUrl, ignoresConfiguredEndpoints, servicesOf } from '../endpoint/endpoint.ts'
import { profileRegion } from '../endpoint/resolve-region.ts'
import type { TargetOptions } from '../options/target-options.ts'
import type { PlanInputs } from '../plan-inputs.ts'

/**
 * Variables that the shell gets from an option or the profile. assume unsets `AWS_PROFILE`, so the
 * profile's settings would be lost, and S3 would leave its FIPS host. A variable of the shell takes
 * precedence over a profile in every AWS tool, so only the region replaces one. The region of a `[target]`
 * section counts as that of a profile, since it is for targets without one.
 */
export function sessionSettings(
  options: TargetOptions,
  profile: Profile | undefined,
  inputs: PlanInputs,
  defaults: Pick<TargetDefaults, 'region'>,
): Record<string, string> {
  const settings: Record<string, string> = {}
  const ofTarget = profileRegion(profile)?.value ?? defaults.region?.value
  const region = options.region ?? ofTarget ?? regionWhereNone(inputs)
  // The AWS CLI v1 reads only AWS_DEFAULT_REGION. The JavaScript SDK reads only AWS_REGION.
  if (region) Object.assign(settings, { AWS_REGION: region, AWS_DEFAULT_REGION: region })
  for (const [name, value] of profile ? profileSettings(profile, inputs) : []) {
    if (!inputs.env[name]) settings[name] = value
  }
  return settings
}

const regionWhereNone = ({ env, settings }: PlanInputs) =>
  env.AWS_REGION || env.AWS_DEFAULT_REGION ? undefined : settings.region?.value

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
  // Most programs do not expand `~`.
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
