import type { Danger } from './danger/danger.ts'
import type { EndpointConfig } from './endpoint/endpoint-types.ts'
import type { SsoSession } from './sso/sso-session.ts'

/**
 * What will be done, as plain data without a secret: tests compare it, `--debug` prints it, and a
 * hash of it is what a session may be kept under.
 */
export interface Plan extends EndpointConfig {
  /** As the user named it, for messages. */
  readonly target: string
  readonly label: string
  /** What a person has to confirm. */
  readonly danger?: Danger
  readonly source: Source
  /** In the order they are made, each with the keys of the one before. */
  readonly steps: readonly Step[]
  /** Variables the shell gets besides the keys, because an option or the profile names them. */
  readonly settings: Readonly<Record<string, string>>
  /** What the user is told on the way: a duration that was cut, a code without use. */
  readonly notes: readonly string[]
}

/** Where the first keys come from. */
export interface Source {
  readonly kind: string
  readonly profile?: string
  /** Tells these credentials from others of the same kind: an access key id. */
  readonly identity: string
  /** Keys of an IAM user, which alone can ask for MFA sessions and roles of more than an hour. */
  readonly isLongTerm: boolean
  /** Whether they are a user's shows only when the program has run that prints them. */
  readonly isUnsure?: true
  /** Twelve digits, where the profile or the key id tells. */
  readonly accountId?: string
  /** The role that the keys are a session of, where the profile tells. */
  readonly role?: NamedRole
  /** There are no keys yet but a token, for which the first step gets this role, by its ARN. */
  readonly tokenFor?: string
  /** What IAM Identity Center is asked for. */
  readonly sso?: SsoRole
}

export interface NamedRole {
  /** Twelve digits. */
  readonly accountId: string
  readonly roleName: string
}

/** A role that IAM Identity Center gives to who has signed in, by AWS's name a permission set. */
export interface SsoRole extends NamedRole {
  readonly session: SsoSession
  /** In every plan; where a source is found it is not known yet. */
  readonly endpoints?: SsoEndpoints
}

/**
 * One call of STS, in its own spelling. The code and the token of a web identity are no part of it:
 * the one is used once and gone, the other in its file.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html
 */
export type Step =
  | {
      readonly operation: 'AssumeRole'
      /** The profile whose role it is, when it is one's. */
      readonly profile?: string
      readonly input: AssumeRoleInput
      readonly mfa?: Mfa
      /** Nobody tells whether the role may last so long. */
      readonly isGuess?: true
      /** Why the code goes to this step, said when it does. */
      readonly why?: string
    }
  | {
      readonly operation: 'AssumeRoleWithWebIdentity'
      readonly profile: string
      readonly input: Pick<
        AssumeRoleInput,
        'RoleArn' | 'RoleSessionName' | 'DurationSeconds' | 'Policy' | 'PolicyArns'
      >
      readonly mfa?: never
      readonly isGuess?: true
      readonly why?: never
    }
  | {
      readonly operation: 'GetSessionToken'
      readonly input: { readonly DurationSeconds: number; readonly SerialNumber: string }
      readonly mfa: Mfa
      readonly isGuess?: never
      readonly why?: string
    }
  | {
      readonly operation: 'GetFederationToken'
      readonly input: Pick<AssumeRoleInput, 'Policy' | 'PolicyArns'> & {
        readonly Name: string
        readonly DurationSeconds: number
      }
      readonly mfa?: never
      readonly isGuess?: never
      readonly why?: never
    }

/** The role that a step takes, by its ARN; none where it makes a session of the user. */
export const roleOfStep = (step: Step | undefined): string | undefined =>
  step && 'RoleArn' in step.input ? step.input.RoleArn : undefined

export interface AssumeRoleInput {
  readonly RoleArn: string
  readonly RoleSessionName: string
  readonly DurationSeconds?: number
  readonly ExternalId?: string
  readonly SerialNumber?: string
  readonly Policy?: string
  readonly PolicyArns?: readonly { readonly arn: string }[]
  readonly Tags?: readonly Tag[]
  readonly TransitiveTagKeys?: readonly string[]
  readonly SourceIdentity?: string
}

export interface Tag {
  readonly Key: string
  readonly Value: string
}

/** Which device a step's code comes from, and who says so. */
export interface Mfa {
  readonly serial: string
  readonly from: string
  /** Whose `mfa_process` prints the code. The command stays where it is: it may hold a password. */
  readonly processOf?: { readonly profile: string } | 'settings'
  /** Nobody asks for MFA; but a session with it is there, so it costs no code. */
  readonly isThere?: true
}

/** What only the network can tell: `session/` finds out and plans again. */
export type Need =
  | {
      readonly fact: 'caller identity'
      readonly source: Source
      readonly endpointConfig: EndpointConfig
    }
  /** `where`: of IAM. */
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
  /** Only the program that prints the keys tells whether they are a user's. */
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
    }

/** Facts found so far. */
export interface Facts {
  /** By the source's identity. */
  readonly callerIdentities: ReadonlyMap<string, CallerIdentity>
  /** Serial numbers by the source's identity; undefined where IAM does not tell. */
  readonly mfaDevices: ReadonlyMap<string, string | undefined>
  /** MaxSessionDuration by the role's ARN, in seconds; undefined where IAM does not tell. */
  readonly roleMaxima: ReadonlyMap<string, number | undefined>
  /** What programs have printed in this run, by the source's identity. */
  readonly processKeys: ReadonlyMap<string, ProcessKeys>
  /** All in which IAM Identity Center gives the person some role, by the title of the session. */
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

/** Whose keys a `credential_process` prints: those of a user have no session token. */
export type ProcessKeys = 'user' | 'temporary'

/** Where the two services of IAM Identity Center are called. */
export interface SsoEndpoints {
  /** It gives the roles. */
  readonly portal: EndpointConfig
  /** It signs people in. */
  readonly oidc: EndpointConfig
}
