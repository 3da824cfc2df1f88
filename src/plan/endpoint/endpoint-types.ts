import type { CaBundle } from '../../network/ca-bundle.ts'

/** Where a service is called, STS unless said otherwise, and how. */
export interface EndpointConfig {
  /** What calls are signed for. */
  readonly region: string
  readonly endpoint?: string
  readonly fips: boolean
  readonly dualstack: boolean
  /** Who asks for that: a variable, `~/.aws/config:12, use_fips_endpoint`, who names the region. */
  readonly fipsFrom?: string
  readonly dualstackFrom?: string
  /** Plain http to another machine. */
  readonly allowsHttp?: true
  readonly caBundle?: CaBundle
  readonly retries?: Retries
}

/** How often a call is tried; what is absent is the SDK's default, 3 times and `standard`. */
export interface Retries {
  /** The first try included. */
  readonly attempts?: number
  readonly mode?: 'standard' | 'adaptive'
}
