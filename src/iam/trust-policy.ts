import { actionsOf, conditionOf, type TrustOptions } from './conditions.ts'
import { documentOf, oneOrMore, type PolicyDocument, type Statement } from './document.ts'

/** Whom a role trusts, as principals of AWS. */
export interface Trusted {
  /** ARNs. */
  readonly users: readonly string[]
  readonly roles: readonly string[]
  /** `arn:aws:iam::ACCOUNT:root`: whom its identity policies allow it. */
  readonly accounts: readonly string[]
  readonly permissionSets: readonly PermissionSet[]
  /** `ec2.amazonaws.com` */
  readonly services: readonly string[]
}

/** Of IAM Identity Center, which makes a role of it in an account. */
export interface PermissionSet {
  /** The account, as above. */
  readonly account: string
  /** A pattern: AWS forbids it as a principal, and takes it in a condition. */
  readonly roleArns: string
}

/**
 * Who may assume a role. Only users and accounts can be asked for MFA: a role's session says that it
 * has none, whatever its own user did. Users are, unless it is said that they need not; an account
 * has roles too, so it is only when asked for. A service gives no external id.
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
 * The name of such a role ends in letters that change whenever the set is assigned anew, so the
 * account is trusted where it is that role.
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

/** EKS assumes the role of a pod with tags, always. */
const tagging = 'pods.eks.amazonaws.com'

function trustingServices(services: readonly string[], { tagSession }: TrustOptions): Statement[] {
  if (services.length === 0) return []
  const tags = tagSession || services.includes(tagging)
  const Principal = { Service: oneOrMore(services) }
  return [{ Effect: 'Allow', Principal, Action: actionsOf({ tagSession: tags }) }]
}
