import type { Profile } from '../../config/profile.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { TargetOptions } from '../request.ts'
import { type Resolved, resolve } from '../resolve.ts'
import { resolveEndpoint } from './endpoint.ts'
import { resolveRegion } from './endpoint-config.ts'
import type { EndpointConfig } from './endpoint-types.ts'

/** Who says so: `--region`, `~/.aws/config:12`, or the rule by which it is so. */
export interface EndpointReasons {
  readonly region: string
  readonly endpoint: string
  /** Absent where nobody asks for that. */
  readonly fips?: string
  readonly dualstack?: string
}

/** Why STS is called where it is: of what `whereOf` has found for the same three. */
export function explainEndpoint(
  { region, endpoint, fipsFrom, dualstackFrom }: EndpointConfig,
  options: TargetOptions,
  profile: Profile | undefined,
  inputs: PlanInputs,
): EndpointReasons {
  const by = (name: string) => resolve(`AWS_${name.toUpperCase()}`, name, profile, inputs)?.location
  const asked = resolveRegion(options, profile, inputs)
  const ofRegion = asked
    ? whyRegion(asked, region)
    : 'none is named, so the main one of the partition'
  return {
    region: ofRegion,
    endpoint:
      resolveEndpoint('sts', profile, inputs)?.location ??
      (endpoint === undefined
        ? "AWS's own for the region"
        : `the global one, by ${by('sts_regional_endpoints') ?? 'the name of the region'}`),
    ...(fipsFrom !== undefined && {
      fips: fipsFrom === asked?.location ? ofRegion : fipsFrom,
    }),
    ...(dualstackFrom !== undefined && { dualstack: dualstackFrom }),
  }
}

const whyRegion = ({ value, location }: Resolved, region: string) =>
  value === region ? location : `for ${value} of ${location}`
