import { type KeyObject, randomBytes } from 'node:crypto'
import type { Aws } from '../query/aws-server.ts'
import type { User } from '../state/world.ts'

/** A user who has signed in. */
export interface SignedIn {
  readonly user: User
  readonly clientId: string
  /** The key that the refresh tokens are bound to. */
  readonly publicKey: KeyObject
  refreshToken: string
  /**
   * The previous refresh token and its response. A client can repeat a request whose response was
   * lost.
   */
  previous?: { readonly refreshToken: string; readonly body: object }
}

/** The code that a browser sign-in sends to the redirect URI. It is valid once. */
export interface AuthorizationCode {
  readonly user: User
  readonly clientId: string
  readonly redirectUri: string
  /** The base64url SHA-256 hash of the code verifier. */
  readonly challenge: string
}

export interface SignInState {
  readonly aws: Aws
  /** The URL of the service. */
  readonly url: string
  readonly signIns: SignedIn[]
  readonly codes: Map<string, AuthorizationCode>
  /** The IDs of the DPoP proofs that were accepted. */
  readonly usedProofIds: Set<string>
}

/** The redirect URI that shows the code to the user, who carries it to another machine. */
export const confirmationPath = '/v1/sessions/confirmation'

/** The clients of `aws login` and `aws login --remote`. */
export const clients = {
  sameDevice: 'arn:aws:signin:::devtools/same-device',
  crossDevice: 'arn:aws:signin:::devtools/cross-device',
} as const

export const newToken = () => randomBytes(120).toString('base64url')
