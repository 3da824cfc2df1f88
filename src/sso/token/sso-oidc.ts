import type { Agent } from 'node:http'
import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc'
import type { ServiceCall } from '../../aws-api/client-config.ts'

// This file loads the AWS SDK and is a bundle of its own. Import it on demand, and import only types from
// our files. It returns responses as received: any part can be missing or have any type.

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

/** @throws the error of the SDK. */
export async function registerClient(
  { clientName, scopes, browser }: Registering,
  call: ServiceCall,
): Promise<RegistrationAnswer> {
  const client = await clientFor(call)
  const command = new RegisterClientCommand({
    clientName,
    clientType: 'public',
    ...(scopes && { scopes: [...scopes] }),
    ...(browser && {
      grantTypes: [...browser.grantTypes],
      redirectUris: [...browser.redirectUris],
      issuerUrl: browser.issuerUrl,
    }),
  })
  return client.send(command, { abortSignal: call.abortSignal })
}

/** @throws the error of the SDK. */
export async function startDeviceAuthorization(
  { clientId, clientSecret }: OidcClient,
  startUrl: string,
  call: ServiceCall,
): Promise<DeviceAnswer> {
  const client = await clientFor(call)
  const command = new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl })
  return client.send(command, { abortSignal: call.abortSignal })
}

/** @throws the error of the SDK. */
export async function createToken(
  { clientId, clientSecret }: OidcClient,
  grant: Grant,
  call: ServiceCall,
): Promise<OidcTokenResponse> {
  const client = await clientFor(call)
  const command = new CreateTokenCommand({ clientId, clientSecret, ...grant })
  return client.send(command, { abortSignal: call.abortSignal })
}

/** The URL of the browser sign-in at the host of the service. The SDK has no such operation. */
export async function authorizeUrl(call: ServiceCall): Promise<string> {
  return new URL('/authorize', urlOf(call, new SSOOIDCClient(call.configOf()))).href
}

async function clientFor(call: ServiceCall): Promise<SSOOIDCClient> {
  const client = new SSOOIDCClient(call.configOf())
  const agent: Agent | undefined = await call.agentFor?.(urlOf(call, client))
  return call.prepare(agent ? new SSOOIDCClient(call.configOf(agent)) : client)
}

/** Only the SDK knows the host of a region. */
function urlOf({ endpointConfig }: ServiceCall, { config }: SSOOIDCClient): URL {
  const { region, endpoint, fips, dualstack } = endpointConfig
  if (endpoint !== undefined) return new URL(endpoint)
  return config.endpointProvider({ Region: region, UseFIPS: fips, UseDualStack: dualstack }).url
}
