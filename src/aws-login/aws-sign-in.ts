import type { Agent } from 'node:http'
import {
  CreateOAuth2TokenCommand,
  type CreateOAuth2TokenResponseBody,
  SigninClient,
} from '@aws-sdk/nested-clients/signin'
import type { ServiceCall } from '../aws-api/client-config.ts'
import type { Login } from './login-token-cache.ts'

// This file loads the AWS SDK and is a bundle of its own: import it where called, and nothing but
// types of ours from here.

export interface Renewal {
  readonly login: Pick<Login, 'clientId' | 'refreshToken'>
  /** For the header DPoP: made anew for each try, since each is taken once. */
  proof(method: string, url: string): string
}

/**
 * New keys and the next refresh token, as they came: any part may be missing or of another type.
 *
 * https://docs.aws.amazon.com/signin/latest/APIReference/API_CreateOAuth2Token.html
 *
 * @throws what the SDK throws.
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
  // The SDK alone knows which host a region has.
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
    // Below the retries.
    { step: 'finalizeRequest', priority: 'low', name: 'dpop' },
  )
}
