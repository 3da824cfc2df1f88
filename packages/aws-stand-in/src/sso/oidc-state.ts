import { randomBytes } from 'node:crypto'
import { OidcError } from './oidc-error.ts'

/** Who can sign in, and the access tokens that the portal takes. */
export interface TokenIssuer {
  readonly startUrl: string
  readonly region: string
  /** @returns how long it lasts, in seconds. */
  issueToken(user: string): { readonly accessToken: string; readonly expiresIn: number }
}

/** What a client has asked for, by the names of the API. */
export type OidcInput = Readonly<Record<string, unknown>>

/** A program that has registered. */
export interface Client {
  readonly id: string
  readonly secret: string
  readonly name: string
  readonly expiresAt: Date
  readonly scopes: readonly string[]
  /** Absent where none were named: such a client gets the grant for devices, and can refresh. */
  readonly grantTypes: readonly string[] | undefined
  /** Without the port, which may be any. */
  readonly redirectUris: readonly string[]
}

/** A sign-in on a device that has no browser. */
export interface DeviceSignIn {
  readonly code: string
  /** Shown to people, who are to type it: `ABCD-EFGH`. */
  readonly userCode: string
  readonly client: Client
  readonly expiresAt: Date
  /** Seconds. */
  intervalSeconds: number
  lastPolledAt: Date | undefined
  /** Its next question comes too soon, whenever that is. */
  mustSlowDown: boolean
  /** A user's name once he has approved. */
  decision: { readonly user: string } | 'denied' | 'used' | undefined
}

/** What a sign-in in a browser gives to the redirect URI; taken once. */
export interface AuthorizationCode {
  readonly client: Client
  readonly user: string
  readonly redirectUri: string
  /** base64url of the SHA-256 of the verifier that comes with it. */
  readonly challenge: string
}

/** The state of the stand-in's SSO-OIDC. */
export interface OidcState {
  readonly tokenIssuer: TokenIssuer
  readonly clients: Map<string, Client>
  readonly devices: DeviceSignIn[]
  readonly codes: Map<string, AuthorizationCode>
  /** By the token; each is taken once, and another comes in its place. */
  readonly refreshTokens: Map<string, { readonly client: Client; readonly user: string }>
  /** For the pages that it shows to people. */
  readonly url: string
  now(): Date
  /** Of the next device codes, in seconds. */
  readonly timing: { intervalSeconds: number; deviceCodeSeconds: number; clientSeconds: number }
}

export const randomToken = (bytes = 32) => randomBytes(bytes).toString('base64url')

/** The client that a request names, with its secret if that is asked for. */
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
