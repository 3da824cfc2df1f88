import { type Condition, oneOrMore } from './document.ts'

/** The conditions on a request, in addition to its principal. */
export interface TrustOptions {
  /** An MFA session, or a code in the request itself. */
  readonly mfa?: boolean | undefined
  readonly externalId?: string
  /** The principal may pass session tags, which roles later in the chain can inherit. */
  readonly tagSession?: boolean
  readonly setSourceIdentity?: boolean
}

/**
 * The actions that AssumeRole needs. AWS checks each action separately. It checks the last two only
 * if the request has tags or a source identity.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export const actionsOf = ({ tagSession, setSourceIdentity }: TrustOptions) =>
  oneOrMore([
    'sts:AssumeRole',
    ...(tagSession ? ['sts:TagSession'] : []),
    ...(setSourceIdentity ? ['sts:SetSourceIdentity'] : []),
  ])

/**
 * Uses `Bool` and not `BoolIfExists`. A request signed with a user's own keys has no MFA key at
 * all, and `BoolIfExists` would allow it.
 *
 * @param principalArns patterns that the principal must match.
 */
export function conditionOf(
  { mfa, externalId }: TrustOptions,
  principalArns: readonly string[] = [],
): { readonly Condition?: Condition } {
  const condition: Condition = {
    ...(mfa && { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
    ...(externalId !== undefined && { StringEquals: { 'sts:ExternalId': externalId } }),
    ...(principalArns.length > 0 && {
      ArnLike: { 'aws:PrincipalArn': oneOrMore(principalArns) },
    }),
  }
  return Object.keys(condition).length > 0 ? { Condition: condition } : {}
}
