import type { Agent } from 'node:http'
import type { Readable } from 'node:stream'
import type { Credentials } from '../model/credentials.ts'
import type { AgentFor } from '../network/agent.ts'
import { verified } from '../network/verified.ts'
import type { EndpointConfig } from '../plan/endpoint/endpoint-types.ts'
import { callTimeoutMs, type Timeouts } from './service-call.ts'

const usual: Timeouts = { connect: 5_000, whole: callTimeoutMs }

/** Bytes. AWS's responses have a few kilobytes. */
const longestAnswer = 1_000_000

/** Everything that an SDK client is created from, in its own bundle. */
export interface ServiceCall {
  readonly endpointConfig: EndpointConfig
  configOf(agent?: Agent): ClientConfig
  /** Adds the features that the SDK lacks to a new client. */
  readonly prepare: <AnyClient>(client: AnyClient) => AnyClient
  /** Present for a proxy or for custom certificates. */
  readonly agentFor?: AgentFor
  readonly abortSignal: AbortSignal
}

export type ClientConfig = ReturnType<typeof clientConfig>

/**
 * The configuration is complete, so that the SDK does not read files or the environment.
 *
 * @param credentials absent for unsigned calls.
 */
export function clientConfig(
  endpointConfig: EndpointConfig,
  agent: Agent | undefined,
  credentials?: Credentials,
  { connect, whole, attempts }: Timeouts = usual,
) {
  const { region, endpoint, fips, dualstack, retries } = endpointConfig
  return {
    region,
    ...(credentials && { credentials }),
    ...(endpoint === undefined
      ? { useFipsEndpoint: fips, useDualstackEndpoint: dualstack }
      : { endpoint, useFipsEndpoint: false, useDualstackEndpoint: false }),
    defaultsMode: 'standard' as const,
    authSchemePreference: [credentials ? 'sigv4' : 'noAuth'],
    retryMode: retries?.mode ?? 'standard',
    maxAttempts: attempts ?? retries?.attempts ?? 3,
    userAgentAppId: async () => undefined,
    requestHandler: {
      connectionTimeout: connect,
      requestTimeout: whole,
      ...(agent ? { httpAgent: agent, httpsAgent: agent } : { httpsAgent: verified }),
    },
    streamCollector: collected,
  }
}

/** An endless response would keep a parser busy for minutes. */
async function collected(body: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    length += chunk.length
    if (length > longestAnswer) throw Object.assign(new Error(), { code: 'too long' })
  }
  return Buffer.concat(chunks)
}
