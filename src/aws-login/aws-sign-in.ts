import { AwsRestJsonProtocol } from '@aws-sdk/core/protocols'
import {
  CreateOAuth2Token$,
  type CreateOAuth2TokenResponseBody,
  errorTypeRegistries,
} from '@aws-sdk/nested-clients/signin'
import { ask, type Protocol } from '../aws-api/client/client.ts'
import type { HttpRequest } from '../aws-api/client/http-exchange.ts'
import type { ServiceCall } from '../aws-api/service-call.ts'

// This file loads AWS's schemas. Import it on demand.

/** What AWS Sign-In exchanges for keys: a refresh token, or the code of a browser. */
export type Grant = Readonly<
  | { grantType: 'refresh_token'; clientId: string; refreshToken: string }
  | {
      grantType: 'authorization_code'
      clientId: string
      code: string
      redirectUri: string
      codeVerifier: string
    }
>

export interface ProvenGrant {
  readonly grant: Grant
  /** The DPoP header. Each attempt needs a new one, because AWS accepts each proof once. */
  proof(method: string, url: string): string
}

const protocol: Protocol = new AwsRestJsonProtocol({
  defaultNamespace: 'com.amazonaws.signin',
  errorTypeRegistries,
})

/**
 * The keys and the next refresh token as received: any part can be missing or have another type.
 *
 * https://docs.aws.amazon.com/signin/latest/APIReference/API_CreateOAuth2Token.html
 *
 * @throws AWS's error response, or the error of the connection.
 */
export async function createToken(
  { grant, proof }: ProvenGrant,
  call: ServiceCall,
): Promise<Partial<CreateOAuth2TokenResponseBody> | undefined> {
  const authorize = async (request: HttpRequest) => {
    const { method, protocol: scheme, headers, path } = request
    const url = `${scheme}//${headers.host}${path}`
    return { ...request, headers: { ...headers, DPoP: proof(method, url) } }
  }
  const { output } = await ask<{ readonly tokenOutput?: Partial<CreateOAuth2TokenResponseBody> }>(
    {
      protocol,
      operation: CreateOAuth2Token$,
      input: { tokenInput: grant },
      authorize,
    },
    call,
  )
  return output.tokenOutput
}
