import type { Setting } from '../config/settings/settings.ts'
import type { Danger } from './danger/danger.ts'
import type { EndpointConfig } from './endpoint/endpoint-types.ts'
import type { SsoSession } from './sso/sso-session.ts'

/**
 * The planned calls as plain data without a secret. Tests compare the plan, `--debug` prints it,
 * and a hash of it is the cache key of a session.
 */
export interface Plan extends EndpointConfig {
  /** The target as the user named it, for messages. */
  readonly target: string
  readonly label: string
  /** The danger that a person must confirm. */
  readonly danger?: Danger
  readonly source: Source
  /** The calls in order. Each call uses the credentials of the one before. */
  readonly steps: readonly Step[]
  /** Variables that the shell gets in addition to the credentials, from an option or the profile. */
  readonly settings: Readonly<Record<string, string>>
  /** The colour of the segment in the prompt, if a `[target]` section names it. */
  readonly promptColour?: string
  /** The duration of the role session in seconds, if a `[target]` section sets it. */
  readonly duration?: Setting<number | 'max'>
  /** The page of `assume console`, if a `[target]` section names it. */
  readonly consoleService?: string
  /** Notes for the user, such as a shortened duration or an unused code. */
  readonly notes: readonly string[]
}

/** The source of the first credentials. */
export interface Source {
  readonly kind: string
  readonly profile?: string
  /** Distinguishes credentials of the same kind, such as an access key id. */
  readonly identity: string
  /**
   * Long-term credentials of an IAM user. Only these can get MFA sessions and roles for more than
   * an hour.
   */
  readonly isLongTerm: boolean
  /** The program that prints the keys has not run yet, so their kind is unknown. */
  readonly isUnsure?: true
  /** Twelve digits, if the profile or the access key id contains them. */
  readonly accountId?: string
  /** The role of the session, if the profile names it. */
  readonly role?: NamedRole
  /** The role ARN for the first step. The source has only a web identity token and no credentials yet. */
  readonly tokenFor?: string
  /** The requested role of IAM Identity Center. */
  readonly sso?: SsoRole
}

export interface NamedRole {
  /** Twelve digits. */
  readonly accountId: string
  readonly roleName: string
}

/**
 * A role that IAM Identity Center provides to a person who has signed in. AWS calls it a permission
 * set.
 */
export interface SsoRole extends NamedRole {
  readonly session: SsoSession
  /** Present in every plan. It is still unknown when the source is found. */
  readonly endpoints?: SsoEndpoints
}

/**
 * One STS call with AWS's parameter names. It contains neither the code, which is valid once, nor
 * the web identity token, which is stored in a file.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html
 */
export type Step =
  | {
      readonly operation: 'AssumeRole'
      /** The profile with the role, unless the command line names the role. */
      readonly profile?: string
      readonly input: AssumeRoleInput
      readonly mfa?: Mfa
      /** The role's MaxSessionDuration is unknown, so AWS may refuse the duration. */
      readonly isGuess?: true
      /** The reason why the code goes to this step. assume shows it with the question. */
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

/** The ARN of the role that a step assumes. Undefined for a step that creates a user session. */
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

/** The device for the code of a step, and the location of the setting. */
export interface Mfa {
  readonly serial: string
  readonly from: string
  /**
   * The owner of the `mfa_process` that prints the code. The plan omits the command, because it may
   * contain a password.
   */
  readonly processOf?: { readonly profile: string } | 'settings'
  /** No setting requires MFA, but an MFA session is cached, so the step needs no code. */
  readonly isThere?: true
}

/** The endpoints of the two IAM Identity Center services. */
export interface SsoEndpoints {
  /** The service that lists roles and returns their credentials. */
  readonly portal: EndpointConfig
  /** The service that signs people in. */
  readonly oidc: EndpointConfig
}
