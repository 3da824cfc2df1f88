import { actionsOf, conditionOf, type TrustOptions } from './conditions.ts'
import { documentOf, oneOrMore, type PolicyDocument, type Statement } from './document.ts'

/** The principals that a role trusts. */
export interface Trusted {
  /** ARNs. */
  readonly users: readonly string[]
  readonly roles: readonly string[]
  /** `arn:aws:iam::ACCOUNT:root`. It trusts every principal that the account's identity policies allow. */
  readonly accounts: readonly string[]
  readonly permissionSets: readonly PermissionSet[]
  /** `ec2.amazonaws.com` */
  readonly services: readonly string[]
}

/** A permission set of IAM Identity Center, which creates a role for it in each account. */
export interface PermissionSet {
  /** `arn:aws:iam::ACCOUNT:root` */
  readonly account: string
  /** A pattern. AWS forbids a pattern as a principal but accepts it in a condition. */
  readonly roleArns: string
}

/**
 * The trust policy of a role. Users must have MFA by default. An account also contains roles, so it
 * must have MFA only on request. A role session never has MFA, even if its user had it, so roles
 * and permission sets have no such condition. A service sends no external id.
 */
export function trustPolicy(trusted: Trusted, asked: TrustOptions): PolicyDocument {
  const { users, roles, accounts, permissionSets, services } = trusted
  const withoutMfa: TrustOptions = { ...asked, mfa: false }
  return documentOf(
    ...trusting(users, { ...asked, mfa: asked.mfa ?? true }),
    ...trusting(accounts, asked),
    ...trusting(roles, withoutMfa),
    ...trustingPermissionSets(permissionSets, withoutMfa),
    ...trustingServices(services, asked),
  )
}

function trusting(principals: readonly string[], asked: TrustOptions): Statement[] {
  if (principals.length === 0) return []
  const Principal = { AWS: oneOrMore(principals) }
  return [{ Effect: 'Allow', Principal, Action: actionsOf(asked), ...conditionOf(asked) }]
}

/**
 * The name of such a role ends in letters that change with each new assignment. So the statement
 * trusts the account and limits the role with a pattern.
 *
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
function trustingPermissionSets(sets: readonly PermissionSet[], asked: TrustOptions): Statement[] {
  if (sets.length === 0) return []
  const accounts = new Set(sets.map(({ account }) => account))
  const condition = conditionOf(
    asked,
    sets.map(({ roleArns }) => roleArns),
  )
  const Principal = { AWS: oneOrMore([...accounts]) }
  return [{ Effect: 'Allow', Principal, Action: actionsOf(asked), ...condition }]
}

/** EKS always assumes the role of a pod with tags. */
const tagging = 'pods.eks.amazonaws.com'

function trustingServices(services: readonly string[], { tagSession }: TrustOptions): Statement[] {
  if (services.length === 0) return []
  const tags = tagSession || services.includes(tagging)
  const Principal = { Service: oneOrMore(services) }
  return [{ Effect: 'Allow', Principal, Action: actionsOf({ tagSession: tags }) }]
}
