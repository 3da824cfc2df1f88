import { AssumeError } from '../model/errors.ts'
import { type AgentFor, agentsOf } from '../network/agent.ts'
import { proxyFor } from '../network/proxy-for.ts'
import { stsEndpointConfig } from '../plan/endpoint/endpoint-config.ts'
import type { EndpointConfig } from '../plan/endpoint/endpoint-types.ts'
import { type EndpointReasons, explainEndpoint } from '../plan/endpoint/explain-endpoint.ts'
import { serviceAddress } from '../plan/endpoint/service-address.ts'
import { refuseUnencrypted } from '../plan/endpoint/unencrypted.ts'
import type { CheckContext } from './check-context.ts'

/** The STS endpoint of this shell without options, and the way to it. */
export interface StsConnection {
  readonly endpointConfig: EndpointConfig
  readonly why: EndpointReasons
  readonly url: URL
  readonly proxy?: NonNullable<ReturnType<typeof proxyFor>>
  readonly agentFor?: AgentFor
}

/** Finds the endpoint without a call, or returns the error that a call would have. */
export function connectToSts(checkContext: CheckContext): Promise<StsConnection | AssumeError> {
  const way = known.get(checkContext) ?? findWay(checkContext)
  known.set(checkContext, way)
  return way
}

const known = new WeakMap<CheckContext, Promise<StsConnection | AssumeError>>()

async function findWay({ inputs, report }: CheckContext): Promise<StsConnection | AssumeError> {
  const { env, profiles } = inputs
  const profile = profiles.profiles.get(env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE || 'default')
  try {
    const endpointConfig = stsEndpointConfig({}, profile, inputs)
    refuseUnencrypted(endpointConfig)
    const { url } = serviceAddress('sts', endpointConfig)
    const proxy = proxyFor(url, env)
    const agentFor = await agentsOf(env, endpointConfig.caBundle, report)
    // This line fails if the certificates cannot be loaded.
    await agentFor?.(url)
    return {
      endpointConfig,
      why: explainEndpoint(endpointConfig, {}, profile, inputs),
      url,
      ...(proxy && { proxy }),
      ...(agentFor && { agentFor }),
    }
  } catch (error) {
    if (error instanceof AssumeError) return error
    throw error
  }
}
