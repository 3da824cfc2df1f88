import type { Agent } from 'node:http'
import type { Readable } from 'node:stream'
import {
  CreateOAuth2TokenCommand,
  type CreateOAuth2TokenResponseBody,
  SigninClient,
  type SigninClientConfig,
} from '@aws-sdk/nested-clients/signin'
import type { AgentFor } from '../network/agent.ts'
import type { SignInPlace } from '../plan/sign-in.ts'
import type { Login } from './login-cache.ts'

// This file loads the AWS SDK and is a bundle of its own: import it where called, and nothing but
// types of ours from here.

/** The SDK itself waits for ever. Both in milliseconds. */
const connectTimeout = 5_000
const wholeCall = 15_000

/** AWS's own answers take some kilobytes. In bytes. */
const longestAnswer = 1_000_000

export interface SignInCall {
  readonly where: SignInPlace
  readonly login: Pick<Login, 'clientId' | 'refreshToken'>
  /** For the header DPoP: made anew for each try, since each is taken once. */
  proof(method: string, url: string): string
  /** Through a proxy, or with certificates of one's own. */
  readonly agentFor?: AgentFor
}

/**
 * New keys and the next refresh token, as they came: any part may be missing or of another type.
 *
 * https://docs.aws.amazon.com/signin/latest/APIReference/API_CreateOAuth2Token.html
 *
 * @throws what the SDK throws.
 */
export async function createToken(
  call: SignInCall,
): Promise<Partial<CreateOAuth2TokenResponseBody> | undefined> {
  const { clientId, refreshToken } = call.login
  const client = await clientFor(call)
  addProof(client, call)
  const command = new CreateOAuth2TokenCommand({
    tokenInput: { clientId, refreshToken, grantType: 'refresh_token' },
  })
  const { tokenOutput } = await client.send(command, {
    abortSignal: AbortSignal.timeout(wholeCall),
  })
  return tokenOutput
}

async function clientFor(call: SignInCall): Promise<SigninClient> {
  const client = new SigninClient(configOf(call))
  const agent = await call.agentFor?.(urlOf(call.where, client))
  return agent ? new SigninClient(configOf(call, agent)) : client
}

/** Everything is said, so that the SDK looks for nothing in files or environment by itself. */
function configOf({ where }: SignInCall, agent?: Agent): SigninClientConfig {
  const { region, endpoint, fips, dualstack, retries } = where
  return {
    region,
    ...(endpoint === undefined
      ? { useFipsEndpoint: fips, useDualstackEndpoint: dualstack }
      : { endpoint, useFipsEndpoint: false, useDualstackEndpoint: false }),
    defaultsMode: 'standard',
    authSchemePreference: [],
    retryMode: retries?.mode ?? 'standard',
    maxAttempts: retries?.attempts ?? 3,
    userAgentAppId: async () => undefined,
    requestHandler: {
      connectionTimeout: connectTimeout,
      requestTimeout: wholeCall,
      ...(agent && { httpAgent: agent, httpsAgent: agent }),
    },
    streamCollector: collected,
  }
}

/** The SDK alone knows which host a region has. */
function urlOf({ region, endpoint, fips, dualstack }: SignInPlace, { config }: SigninClient): URL {
  if (endpoint !== undefined) return new URL(endpoint)
  const parameters = {
    Region: region,
    UseFIPS: fips,
    UseDualStack: dualstack,
    IsControlPlane: false,
  }
  return config.endpointProvider(parameters).url
}

interface HttpRequest {
  readonly method: string
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
  readonly headers: Record<string, string>
}

function addProof({ middlewareStack }: SigninClient, { proof }: SignInCall): void {
  middlewareStack.add(
    (next) => async (args) => {
      const request = args.request as HttpRequest
      const { method, protocol, hostname, port, path } = request
      request.headers.DPoP = proof(
        method,
        `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`,
      )
      return next(args)
    },
    // Below the retries.
    { step: 'finalizeRequest', priority: 'low', name: 'dpop' },
  )
}

/** A server that sends without end would keep the parser busy. */
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
