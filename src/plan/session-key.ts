import { isAwsEndpoint } from './endpoint/aws-endpoint.ts'
import type { EndpointConfig } from './endpoint/endpoint-types.ts'
import { partitionOfRegion } from './endpoint/regions.ts'
import type { Plan, Source } from './plan.ts'

/**
 * The cache key of the session after a step. AWS treats two sessions with the same key alike. The
 * key contains the identity of the source, the inputs of all steps up to this one, and the endpoint
 * or the partition. It does not contain the region, because a session is valid in its whole
 * partition.
 *
 * @param last the index of the step; -1 for the credentials of the source.
 */
export function sessionKey(plan: Plan, last: number): string {
  const { source, steps } = plan
  const calls = steps.slice(0, last + 1).map(({ operation, input }) => [operation, sorted(input)])
  return JSON.stringify([stsOf(plan), identityOf(source), calls])
}

/** Identifies the STS that issued a session: an endpoint, or the STS of a whole partition. */
export const stsOf = ({ endpoint, region }: Pick<EndpointConfig, 'endpoint' | 'region'>) =>
  endpoint ?? partitionOfRegion(region)

/** Returns true if AWS's own STS issued the session of a key. */
export function isOfAws(key: string): boolean {
  const [, endpoint = ''] = /^\["(https?:[^"\\]+)"/.exec(key) ?? []
  return isAwsEndpoint(URL.canParse(endpoint) ? endpoint : undefined)
}

/** The same access key has the same identity in a profile and in the environment. */
function identityOf({ kind, identity, tokenFor, sso }: Source): readonly string[] {
  const isKeys = kind === 'access-key' || kind === 'environment'
  const more = [tokenFor, sso?.endpoints?.portal.endpoint].filter((part) => part !== undefined)
  return [isKeys ? 'keys' : kind, identity, ...more]
}

const sorted = (input: object) =>
  Object.entries(input)
    .filter(([, value]) => value !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
