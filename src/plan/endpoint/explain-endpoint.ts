import type { Profile } from '../../config/profile.ts'
import type { TargetOptions } from '../options/target-options.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import { type Resolved, resolve } from '../resolve.ts'
import { resolveEndpoint } from './endpoint.ts'
import type { EndpointConfig } from './endpoint-types.ts'
import { resolveRegion } from './resolve-region.ts'

/** The source of each endpoint value: `--region`, `~/.aws/config:12`, or the default rule. */
export interface EndpointReasons {
  readonly region: string
  readonly endpoint: string
  /** Absent if no setting selects FIPS. */
  readonly fips?: string
  readonly dualstack?: string
}

/** Explains the endpoint that `stsEndpointConfig` returned for the same options, profile and inputs. */
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
