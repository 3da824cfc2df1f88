import {
  CreateToken$,
  errorTypeRegistries,
  RegisterClient$,
  StartDeviceAuthorization$,
} from '@aws-sdk/client-sso-oidc'
import { AwsRestJsonProtocol } from '@aws-sdk/core/protocols'
import { ask, type OperationSchema, type Protocol } from '../../aws-api/client/client.ts'
import type { ServiceCall } from '../../aws-api/service-call.ts'

// This file loads AWS's schemas. Import it on demand. It returns responses as received: any part can be
// missing or have any type.

/** A registered client. */
export interface OidcClient {
  readonly clientId: string
  readonly clientSecret: string
}

export interface Registering {
  /** The consent page shows this name to the user. */
  readonly clientName: string
  readonly scopes?: readonly string[]
  /** Additional fields for the authorization code grant. */
  readonly browser?: {
    readonly grantTypes: readonly string[]
    readonly redirectUris: readonly string[]
    readonly issuerUrl: string
  }
}

/** The grant that a token is requested with. */
export type Grant =
  | {
      readonly grantType: 'urn:ietf:params:oauth:grant-type:device_code'
      readonly deviceCode: string
    }
  | {
      readonly grantType: 'authorization_code'
      readonly code: string
      readonly redirectUri: string
      readonly codeVerifier: string
    }
  | { readonly grantType: 'refresh_token'; readonly refreshToken: string }

export interface RegistrationAnswer {
  readonly clientId?: unknown
  readonly clientSecret?: unknown
  /** Seconds since 1970. */
  readonly clientSecretExpiresAt?: unknown
}

export interface DeviceAnswer {
  readonly deviceCode?: unknown
  readonly userCode?: unknown
  readonly verificationUri?: unknown
  readonly verificationUriComplete?: unknown
  /** Seconds. */
  readonly expiresIn?: unknown
  /** Seconds. */
  readonly interval?: unknown
}

export interface OidcTokenResponse {
  readonly accessToken?: unknown
  /** Seconds. */
  readonly expiresIn?: unknown
  readonly refreshToken?: unknown
}

/** @throws AWS's error response, or the error of the connection. */
export function registerClient(
  { clientName, scopes, browser }: Registering,
  call: ServiceCall,
): Promise<RegistrationAnswer> {
  return send(RegisterClient$, { clientName, clientType: 'public', scopes, ...browser }, call)
}

/** @throws AWS's error response, or the error of the connection. */
export function startDeviceAuthorization(
  { clientId, clientSecret }: OidcClient,
  startUrl: string,
  call: ServiceCall,
): Promise<DeviceAnswer> {
  return send(StartDeviceAuthorization$, { clientId, clientSecret, startUrl }, call)
}

/** @throws AWS's error response, or the error of the connection. */
export function createToken(
  { clientId, clientSecret }: OidcClient,
  grant: Grant,
  call: ServiceCall,
): Promise<OidcTokenResponse> {
  return send(CreateToken$, { clientId, clientSecret, ...grant }, call)
}

const protocol: Protocol = new AwsRestJsonProtocol({
  defaultNamespace: 'com.amazonaws.ssooidc',
  errorTypeRegistries,
})

async function send<Output>(
  operation: OperationSchema,
  input: object,
  call: ServiceCall,
): Promise<Output> {
  return (await ask<Output>({ protocol, operation, input }, call)).output
}
