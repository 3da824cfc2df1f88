import type { Profile } from '../../config/profile.ts'
import { invalidValue } from '../../model/values/invalid-value.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import { resolve } from '../resolve.ts'

/** The legacy global endpoint of STS. Requests to it are signed for us-east-1. */
export const globalEndpoint = { endpoint: 'https://sts.amazonaws.com', region: 'us-east-1' }

/**
 * Returns true if STS calls for a region use the global endpoint.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-sts-regionalized-endpoints.html
 */
export function isCalledGlobally(
  region: string,
  profile: Profile | undefined,
  inputs: PlanInputs,
): boolean {
  if (region === 'aws-global') return true
  const name = 'sts_regional_endpoints'
  const which = resolve('AWS_STS_REGIONAL_ENDPOINTS', name, profile, inputs)
  if (!which || which.value === 'regional') return false
  if (which.value === 'legacy') return oldRegions.has(region)
  throw invalidValue(which.location, `"${which.value}" is neither regional nor legacy`)
}

/**
 * The regions of 2019, for which `legacy` selects the global endpoint. Later regions always use
 * their own.
 */
const oldRegions: ReadonlySet<string> = new Set([
  'ap-northeast-1',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
])
