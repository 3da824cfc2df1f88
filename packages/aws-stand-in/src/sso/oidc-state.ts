import { randomBytes } from 'node:crypto'
import { OidcError } from './oidc-error.ts'

/** Issues access tokens for the users of IAM Identity Center. */
export interface TokenIssuer {
  readonly startUrl: string
  readonly region: string
  /** @returns the token and its lifetime in seconds. */
  issueToken(user: string): { readonly accessToken: string; readonly expiresIn: number }
}

/** The input of an operation, with the names of the API. */
export type OidcInput = Readonly<Record<string, unknown>>

/** A registered client. */
export interface Client {
  readonly id: string
  readonly secret: string
  readonly name: string
  readonly expiresAt: Date
  readonly scopes: readonly string[]
  /**
   * Undefined if the registration names none. Such a client can use device codes and refresh
   * tokens.
   */
  readonly grantTypes: readonly string[] | undefined
  /** The redirect URIs without a port. A client can use any port. */
  readonly redirectUris: readonly string[]
}

/** A sign-in with a device code, for devices without a browser. */
export interface DeviceSignIn {
  readonly code: string
  /** The code that the user types, for example `ABCD-EFGH`. */
  readonly userCode: string
  readonly client: Client
  readonly expiresAt: Date
  intervalSeconds: number
  lastPolledAt: Date | undefined
  /** If it is true, the next poll fails with `slow_down`. */
  mustSlowDown: boolean
  /**
   * The name of the user who approved the device, `denied`, or `used` after the token was issued.
   */
  decision: { readonly user: string } | 'denied' | 'used' | undefined
}

/** The code that a browser sign-in sends to the redirect URI. It is valid once. */
export interface AuthorizationCode {
  readonly client: Client
  readonly user: string
  readonly redirectUri: string
  /** The base64url SHA-256 hash of the code verifier. */
  readonly challenge: string
}

/** The state of SSO-OIDC. */
export interface OidcState {
  readonly tokenIssuer: TokenIssuer
  readonly clients: Map<string, Client>
  readonly devices: DeviceSignIn[]
  readonly codes: Map<string, AuthorizationCode>
  /**
   * Clients and users by refresh token. Each token is valid once; its response contains a new one.
   */
  readonly refreshTokens: Map<string, { readonly client: Client; readonly user: string }>
  /** The URL of the pages for users. */
  readonly url: string
  now(): Date
  /** The timing of future registrations and device codes, in seconds. */
  readonly timing: { intervalSeconds: number; deviceCodeSeconds: number; clientSeconds: number }
}

export const randomToken = (bytes = 32) => randomBytes(bytes).toString('base64url')

/**
 * Returns the client of a request. Throws invalid_client if the ID or secret is wrong or expired.
 */
export function clientOf(
  { clientId, clientSecret }: OidcInput,
  { clients, now }: OidcState,
): Client {
  const client = clients.get(String(clientId))
  if (!client || client.secret !== clientSecret) {
    throw new OidcError('invalid_client', 'Invalid client credentials provided')
  }
  if (client.expiresAt <= now()) {
    throw new OidcError('invalid_client', 'Client credentials have expired')
  }
  return client
}
