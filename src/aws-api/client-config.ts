import type { Agent } from 'node:http'
import type { Readable } from 'node:stream'
import type { Credentials } from '../model/credentials.ts'
import type { AgentFor } from '../network/agent.ts'
import { verified } from '../network/verified.ts'
import type { EndpointConfig } from '../plan/endpoint/endpoint-types.ts'

/** How long a service is waited for; the SDK itself waits for ever. In milliseconds. */
export interface Timeouts {
  readonly connect: number
  /** For a call with all its tries. */
  readonly whole: number
  /** Tries, whatever the settings allow. */
  readonly attempts?: number
}

/** For a call with all its tries. In milliseconds. */
export const callTimeoutMs = 15_000

const usual: Timeouts = { connect: 5_000, whole: callTimeoutMs }

/** AWS's own answers take some kilobytes. In bytes. */
const longestAnswer = 1_000_000

/** All that a client of the SDK is made from, in its own bundle. */
export interface ServiceCall {
  readonly endpointConfig: EndpointConfig
  configOf(agent?: Agent): ClientConfig
  /** Adds to a new client what the SDK does not do by itself. */
  readonly prepare: <AnyClient>(client: AnyClient) => AnyClient
  /** Through a proxy, or with certificates of one's own. */
  readonly agentFor?: AgentFor
  readonly abortSignal: AbortSignal
}

export type ClientConfig = ReturnType<typeof clientConfig>

/**
 * Everything is said, so that the SDK looks for nothing in files or environment by itself.
 *
 * @param credentials absent for calls that no keys sign.
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

/** A server that sends without end would keep a parser busy for minutes. */
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
