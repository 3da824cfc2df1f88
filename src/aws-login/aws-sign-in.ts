import type { Agent } from 'node:http'
import {
  CreateOAuth2TokenCommand,
  type CreateOAuth2TokenResponseBody,
  SigninClient,
} from '@aws-sdk/nested-clients/signin'
import type { ServiceCall } from '../aws-api/client-config.ts'
import type { Login } from './login-token-cache.ts'

// This file loads the AWS SDK and is a bundle of its own. Import it on demand, and import only types from
// our files.

export interface Renewal {
  readonly login: Pick<Login, 'clientId' | 'refreshToken'>
  /** The DPoP header. Each attempt needs a new one, because AWS accepts each proof once. */
  proof(method: string, url: string): string
}

/**
 * The new keys and the next refresh token as received: any part can be missing or have another type.
 *
 * https://docs.aws.amazon.com/signin/latest/APIReference/API_CreateOAuth2Token.html
 *
 * @throws the error of the SDK.
 */
export async function createToken(
  { login, proof }: Renewal,
  call: ServiceCall,
): Promise<Partial<CreateOAuth2TokenResponseBody> | undefined> {
  const { clientId, refreshToken } = login
  const client = await clientFor(call)
  addProof(client, proof)
  const command = new CreateOAuth2TokenCommand({
    tokenInput: { clientId, refreshToken, grantType: 'refresh_token' },
  })
  const { tokenOutput } = await client.send(command, { abortSignal: call.abortSignal })
  return tokenOutput
}

async function clientFor({
  endpointConfig,
  configOf,
  agentFor,
  prepare,
}: ServiceCall): Promise<SigninClient> {
  const clientWith = (agent?: Agent) => prepare(new SigninClient(configOf(agent)))
  const client = clientWith()
  const { region, endpoint, fips, dualstack } = endpointConfig
  const parameters = {
    Region: region,
    UseFIPS: fips,
    UseDualStack: dualstack,
    IsControlPlane: false,
  }
  // Only the SDK knows the host of a region.
  const url = endpoint ? new URL(endpoint) : client.config.endpointProvider(parameters).url
  const agent = await agentFor?.(url)
  return agent ? clientWith(agent) : client
}

interface HttpRequest {
  readonly method: string
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
  readonly headers: Record<string, string>
}

function addProof({ middlewareStack }: SigninClient, proof: Renewal['proof']): void {
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
    // This middleware runs inside the retries.
    { step: 'finalizeRequest', priority: 'low', name: 'dpop' },
  )
}
