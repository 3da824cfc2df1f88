import { AssumeError } from '../../model/errors.ts'
import { isLoopback } from '../../network/loopback.ts'
import type { EndpointConfig } from './endpoint-types.ts'

/**
 * Refuses an endpoint that would send the code, the token and the keys unencrypted. assume checks
 * this only before a call, because a profile with keys may name such an endpoint for S3.
 */
export function refuseUnencrypted({ endpoint, allowsHttp }: EndpointConfig): void {
  if (allowsHttp || !isUnencrypted(endpoint)) return
  throw new AssumeError(
    `${endpoint} is not encrypted: anyone on the network path could read the code and the keys`,
    ['use https://…; or, in a network that you trust: --allow-http-endpoint'],
  )
}

/** Returns true for plain http to another machine. */
export const isUnencrypted = (endpoint: string | undefined): boolean =>
  endpoint?.startsWith('http:') === true && !isLoopback(new URL(endpoint))
