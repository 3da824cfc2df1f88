import { isAwsEndpoint } from './endpoint/aws-endpoint.ts'
import type { EndpointConfig } from './endpoint/endpoint-types.ts'
import { partitionOfRegion } from './endpoint/region.ts'
import type { Plan, Source } from './plan.ts'

/**
 * What the session after a step depends on, as text: two sessions with the same key are the same to
 * AWS. A change of the source's identity, of any input of a step or of one before it, of the endpoint
 * or of the partition makes another. The region does not: a session is good in all of its partition.
 *
 * @param last index of the step; -1 for what the source itself gives.
 */
export function sessionKey(plan: Plan, last: number): string {
  const { source, steps } = plan
  const calls = steps.slice(0, last + 1).map(({ operation, input }) => [operation, sorted(input)])
  return JSON.stringify([stsOf(plan), identityOf(source), calls])
}

/** Which STS knows a session: that of an endpoint, or of a whole partition. */
export const stsOf = ({ endpoint, region }: Pick<EndpointConfig, 'endpoint' | 'region'>) =>
  endpoint ?? partitionOfRegion(region)

/** Whether AWS's own STS made the session of a key. */
export function isOfAws(key: string): boolean {
  const [, endpoint = ''] = /^\["(https?:[^"\\]+)"/.exec(key) ?? []
  return isAwsEndpoint(URL.canParse(endpoint) ? endpoint : undefined)
}

/** Keys are the same ones wherever they are written. */
function identityOf({ kind, identity, tokenFor, sso }: Source): readonly string[] {
  const isKeys = kind === 'access-key' || kind === 'environment'
  const more = [tokenFor, sso?.endpoints?.portal.endpoint].filter((part) => part !== undefined)
  return [isKeys ? 'keys' : kind, identity, ...more]
}

const sorted = (input: object) =>
  Object.entries(input)
    .filter(([, value]) => value !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
