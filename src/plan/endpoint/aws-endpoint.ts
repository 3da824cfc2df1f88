import type { Profile } from '../../config/profile.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import { resolveEndpoint } from './endpoint.ts'

/** The domains in which AWS has its endpoints: the suffixes of the SDK's partitions. */
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
 * Whether AWS's own STS is called: no endpoint is named, or one of AWS's. The STS of a store such as
 * Ceph or MinIO takes role ARNs and durations that AWS would refuse.
 */
export function isAwsEndpoint(endpoint: string | undefined): boolean {
  if (endpoint === undefined) return true
  const { hostname } = new URL(endpoint)
  const host = hostname.replace(/\.$/, '')
  return awsDomains.some((domain) => host === domain || host.endsWith(`.${domain}`))
}

/** Whether the STS that a profile leads to is AWS's own. */
export const isAwsSts = (profile: Profile | undefined, inputs: PlanInputs): boolean =>
  isAwsEndpoint(resolveEndpoint('sts', profile, inputs)?.value)
