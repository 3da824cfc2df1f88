import { type Profile, placeOf, text } from '../../config/profile.ts'
import { checkedRegion } from '../../model/values/region.ts'
import type { TargetOptions } from '../options/target-options.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { Resolved } from '../resolve.ts'

/** The configured region, or undefined if nothing configures one. */
export function resolveRegion(
  options: TargetOptions,
  profile: Profile | undefined,
  { env, settings }: PlanInputs,
): Resolved | undefined {
  if (options.region !== undefined) return resolvedRegion(options.region, '--region')
  if (env.AWS_REGION) return resolvedRegion(env.AWS_REGION, 'AWS_REGION')
  if (env.AWS_DEFAULT_REGION) return resolvedRegion(env.AWS_DEFAULT_REGION, 'AWS_DEFAULT_REGION')
  return profileRegion(profile) ?? settings.region
}

const resolvedRegion = (region: string, location: string): Resolved => ({
  value: checkedRegion(region, location),
  location,
})

export function profileRegion(profile: Profile | undefined): Resolved | undefined {
  const region = profile && text(profile, 'region')
  return region ? resolvedRegion(region, placeOf(profile, 'region') ?? 'region') : undefined
}
