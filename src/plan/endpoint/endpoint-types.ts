import type { CaBundle } from '../../network/ca-bundle.ts'

/** The endpoint of a service and the way to call it. The service is STS unless the field names another. */
export interface EndpointConfig {
  /** The region that requests are signed for. */
  readonly region: string
  readonly endpoint?: string
  readonly fips: boolean
  readonly dualstack: boolean
  /** The setting that selects FIPS: a variable, `~/.aws/config:12, use_fips_endpoint`, or the region. */
  readonly fipsFrom?: string
  readonly dualstackFrom?: string
  /** Allows plain http to another machine. */
  readonly allowsHttp?: true
  readonly caBundle?: CaBundle
  readonly retries?: Retries
}

/** The retry settings. An absent field means the default of the SDKs: 3 attempts and `standard`. */
export interface Retries {
  /** The total number of attempts, including the first. */
  readonly attempts?: number
  readonly mode?: 'standard' | 'adaptive'
}
