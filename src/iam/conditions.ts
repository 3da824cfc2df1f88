import { type Condition, oneOrMore } from './document.ts'

/** What a request has to have, besides coming from the right one. */
export interface TrustOptions {
  /** A session made with an MFA code, or a code beside the request. */
  readonly mfa?: boolean | undefined
  readonly externalId?: string
  /** The role may be assumed with tags, which roles after it can inherit. */
  readonly tagSession?: boolean
  readonly setSourceIdentity?: boolean
}

/**
 * What has to be allowed to assume a role. AWS checks each action by itself, and the last two only
 * when tags or a source identity are given.
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
 * `Bool` and not `BoolIfExists`: a request signed with a user's own keys has no such key at all, and
 * the latter would let it pass.
 *
 * @param principalArns patterns of whom the principal has to be.
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
