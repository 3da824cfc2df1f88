import type { Environment } from '../model/context.ts'
import type { Credentials } from '../model/credentials.ts'
import type { Reporter } from '../model/reporter.ts'
import { timeLimit } from '../model/time-limit.ts'
import { type AgentFor, agentsOf } from '../network/agent.ts'
import type { Service } from '../plan/endpoint/endpoint.ts'
import type { EndpointConfig } from '../plan/endpoint/endpoint-types.ts'
import { type ServiceAddress, serviceAddress } from '../plan/endpoint/service-address.ts'

/** Timeouts of a call in milliseconds. */
export interface Timeouts {
  readonly connect: number
  /** The limit for a call with all its attempts. */
  readonly whole: number
  /** Number of attempts, which overrides the settings. */
  readonly attempts?: number
}

/** The limit for a call with all its attempts, in milliseconds. */
export const callTimeoutMs = 15_000

const usual: Timeouts = { connect: 5_000, whole: callTimeoutMs }

/** Everything about a call except the operation and its input. */
export interface ServiceCall {
  readonly address: ServiceAddress
  readonly endpointConfig: EndpointConfig
  /** Absent for unsigned calls. */
  readonly credentials?: Credentials
  readonly timeouts: Timeouts
  /** Present for a proxy or for custom certificates. */
  readonly agentFor?: AgentFor
  readonly abortSignal: AbortSignal
  /** The environment of the run. All calls of a run share the same object, and their connections. */
  readonly env: Environment
  readonly report: Reporter
  /** The service and its host, for a waiting person. */
  readonly waitsFor: string
}

const serviceNames: Readonly<Record<Service, string>> = {
  sts: 'STS',
  iam: 'IAM',
  organizations: 'Organizations',
  sso: 'IAM Identity Center',
  sso_oidc: 'IAM Identity Center',
  signin: 'AWS Sign-In',
}

export interface CallSettings {
  readonly service: Service
  readonly endpointConfig: EndpointConfig
  readonly env: Environment
  readonly report: Reporter
  readonly credentials?: Credentials | undefined
  readonly timeouts?: Timeouts
  /** Aborts the call. The default is the timeout for the whole call. */
  readonly deadline?: AbortSignal | undefined
}

export async function serviceCall({
  service,
  endpointConfig,
  env,
  report,
  credentials,
  timeouts = usual,
  deadline,
}: CallSettings): Promise<ServiceCall> {
  const agentFor = await agentsOf(env, endpointConfig.caBundle, report)
  const address = serviceAddress(service, endpointConfig)
  return {
    address,
    endpointConfig,
    ...(credentials && { credentials }),
    timeouts,
    ...(agentFor && { agentFor }),
    abortSignal: deadline ?? timeLimit(timeouts.whole),
    env,
    report,
    waitsFor: `${serviceNames[service]} at ${address.url.host}`,
  }
}
