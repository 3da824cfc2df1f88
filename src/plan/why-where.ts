import type { Profile } from '../config/profile.ts'
import { endpointSaid } from './endpoint.ts'
import type { TargetOptions } from './request.ts'
import { type Said, said } from './said.ts'
import { regionSaid, type Where } from './where.ts'
import type { World } from './world.ts'

/** Who says so: `--region`, `~/.aws/config:12`, or the rule by which it is so. */
export interface WhyWhere {
  readonly region: string
  readonly endpoint: string
  /** Absent where nobody asks for that. */
  readonly fips?: string
  readonly dualstack?: string
}

/** Why STS is called where it is: of what `whereOf` has found for the same three. */
export function whyWhere(
  { region, endpoint, fipsFrom, dualstackFrom }: Where,
  options: TargetOptions,
  profile: Profile | undefined,
  world: World,
): WhyWhere {
  const by = (name: string) => said(`AWS_${name.toUpperCase()}`, name, profile, world)?.from
  const asked = regionSaid(options, profile, world)
  const ofRegion = asked
    ? whyRegion(asked, region)
    : 'none is named, so the main one of the partition'
  return {
    region: ofRegion,
    endpoint:
      endpointSaid('sts', profile, world)?.from ??
      (endpoint === undefined
        ? "AWS's own for the region"
        : `the global one, by ${by('sts_regional_endpoints') ?? 'the name of the region'}`),
    ...(fipsFrom !== undefined && {
      fips: fipsFrom === asked?.from ? ofRegion : fipsFrom,
    }),
    ...(dualstackFrom !== undefined && { dualstack: dualstackFrom }),
  }
}

const whyRegion = ({ value, from }: Said, region: string) =>
  value === region ? from : `for ${value} of ${from}`
