import type { Profile } from '../../config/profile.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import { resolveEndpoint } from './endpoint.ts'

/** The domains of AWS endpoints: the suffixes of the SDK's partitions. */
const awsDomains = [
  'amazonaws.com',
  'amazonaws.com.cn',
  'amazonaws.eu',
  'amazonwebservices.com.cn',
  'amazonwebservices.eu',
  'api.aws',
  'adc-e.uk',
  'api.aws.scloud',
  'hci.ic.gov',
  'c2s.ic.gov',
  'api.aws.ic.gov',
  'sc2s.sgov.gov',
]

/**
 * Returns true if the endpoint is one of AWS's, or if none is configured. The STS of a store such
 * as Ceph or MinIO accepts role ARNs and durations that AWS refuses.
 */
export function isAwsEndpoint(endpoint: string | undefined): boolean {
  if (endpoint === undefined) return true
  const { hostname } = new URL(endpoint)
  const host = hostname.replace(/\.$/, '')
  return awsDomains.some((domain) => host === domain || host.endsWith(`.${domain}`))
}

/** Returns true if the profile uses AWS's own STS. */
export const isAwsSts = (profile: Profile | undefined, inputs: PlanInputs): boolean =>
  isAwsEndpoint(resolveEndpoint('sts', profile, inputs)?.value)
