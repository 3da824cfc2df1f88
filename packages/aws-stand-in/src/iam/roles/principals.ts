import { partitionOf, roleArn, userArn, type World } from '../../state/world.ts'
import type { PolicyDocument, Statement } from '../evaluation/policy.ts'

/**
 * Returns whether a trust policy can name this principal. AWS rejects users and roles that do not
 * exist, and every wildcard except `*` alone.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function isValidPrincipal(kind: string, value: string, world: World): boolean {
  switch (kind) {
    case 'AWS':
      return value === '*' || isAwsPrincipal(value, world)
    case 'Service':
      return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(value)
    case 'Federated':
      return /^(arn:[^:*]+:iam::\d{12}:(saml|oidc)-provider\/[^*]+|[a-z0-9-]+(\.[a-z0-9-]+)+)$/.test(
        value,
      )
    default:
      return false
  }
}

function isAwsPrincipal(value: string, world: World): boolean {
  const partition = partitionOf(world)
  const entities = [...world.users, ...world.roles, ...(world.roots ?? [])]
  const isAccount = (account: string) => entities.some((each) => each.account === account)
  if (/^\d{12}$/.test(value)) return isAccount(value)
  const [, account, resource = ''] =
    new RegExp(`^arn:${partition}:(?:iam|sts)::(\\d{12}):([^*?]+)$`).exec(value) ?? []
  if (account === undefined || !isAccount(account)) return false
  const [, roleName] = /^assumed-role\/([^/]+)\/[^/]+$/.exec(resource) ?? []
  if (roleName !== undefined) {
    return world.roles.some((role) => role.account === account && role.name === roleName)
  }
  if (resource === 'root' || resource.startsWith('federated-user/')) return true
  return (
    world.users.some((user) => userArn(user, partition) === value) ||
    world.roles.some((role) => roleArn(role, partition) === value)
  )
}

/**
 * Replaces a deleted user or role by its ID in all trust policies, so that a new principal with the
 * same name is not trusted.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-users
 */
export const withPrincipalReplacedById = (arn: string, id: string, world: World): World => ({
  ...world,
  roles: world.roles.map((role) => ({
    ...role,
    trustPolicy: replacePrincipal(role.trustPolicy, arn, id),
  })),
})

function replacePrincipal(policy: PolicyDocument, arn: string, id: string): PolicyDocument {
  const name = (principal: string) => (principal === arn ? id : principal)
  const inStatement = (statement: Statement): Statement => {
    const { Principal } = statement
    if (typeof Principal !== 'object' || Principal.AWS === undefined) return statement
    const AWS = typeof Principal.AWS === 'string' ? name(Principal.AWS) : Principal.AWS.map(name)
    return { ...statement, Principal: { ...Principal, AWS } }
  }
  const { Statement: all } = policy
  return { ...policy, Statement: isStatementList(all) ? all.map(inStatement) : inStatement(all) }
}

const isStatementList = (
  statements: PolicyDocument['Statement'],
): statements is readonly Statement[] => Array.isArray(statements)
