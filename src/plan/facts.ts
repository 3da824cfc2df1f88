import type { Danger } from './danger/danger.ts'
import type { EndpointConfig } from './endpoint/endpoint-types.ts'
import type { Source, SsoEndpoints } from './plan.ts'
import type { PartialTarget } from './sso/partial-target.ts'
import type { SsoSession } from './sso/sso-session.ts'

/** A fact that only the network can provide. `session/` resolves it and plans again. */
export type Need =
  | {
      readonly fact: 'caller identity'
      readonly source: Source
      readonly endpointConfig: EndpointConfig
    }
  /** `endpointConfig` is the endpoint of IAM. */
  | {
      readonly fact: 'mfa device'
      readonly source: Source
      readonly endpointConfig: EndpointConfig
    }
  | {
      readonly fact: 'role maximum'
      readonly roleArn: string
      readonly source: Source
      readonly endpointConfig: EndpointConfig
    }
  /** Only the program that prints the keys shows whether they are long-term credentials. */
  | {
      readonly fact: 'process keys'
      readonly source: Source
      readonly endpointConfig: EndpointConfig
      readonly danger?: Danger
    }
  | {
      readonly fact: 'sso accounts'
      readonly session: SsoSession
      readonly endpoints: SsoEndpoints
      /** The error if AWS has no account of this name either. */
      readonly partial?: PartialTarget
    }

/** The facts that this run has found. */
export interface Facts {
  /** The key is the identity of the source. */
  readonly callerIdentities: ReadonlyMap<string, CallerIdentity>
  /** Serial numbers by the identity of the source. Undefined if IAM does not disclose the device. */
  readonly mfaDevices: ReadonlyMap<string, string | undefined>
  /** MaxSessionDuration in seconds, by role ARN. Undefined if IAM does not disclose it. */
  readonly roleMaxima: ReadonlyMap<string, number | undefined>
  /** The kind of keys that each program printed in this run, by the identity of the source. */
  readonly processKeys: ReadonlyMap<string, ProcessKeys>
  /** All accounts in which IAM Identity Center gives the person a role, by session title. */
  readonly ssoAccounts: ReadonlyMap<string, readonly SsoAccount[]>
}

/** https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_AccountInfo.html */
export interface SsoAccount {
  readonly accountId: string
  readonly accountName: string
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export interface CallerIdentity {
  readonly arn: string
  readonly accountId: string
}

/** The kind of keys that a `credential_process` prints. The keys of a user have no session token. */
export type ProcessKeys = 'user' | 'temporary'
