import type { PolicyDocument, Statement } from '../policy.ts'
import { partitionOf, roleArn, userArn, type World } from '../world.ts'

/**
 * Whether a trust policy may name this. AWS takes no user and no role that does not exist, and no
 * pattern but `*` alone.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function isPrincipal(kind: string, value: string, world: World): boolean {
  switch (kind) {
    case 'AWS':
      return value === '*' || isOfAws(value, world)
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

function isOfAws(value: string, world: World): boolean {
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
 * What is left in trust policies of a user or a role that is no more: its id, so that another one of
 * the same name is not trusted instead.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-users
 */
export const withoutPrincipal = (arn: string, id: string, world: World): World => ({
  ...world,
  roles: world.roles.map((role) =>
    names(role.trustPolicy, arn)
      ? { ...role, trustPolicy: renamed(role.trustPolicy, arn, id) }
      : role,
  ),
})

const names = ({ Statement: statements }: PolicyDocument, arn: string) =>
  [statements].flat().some((each) => ofAws(each).includes(arn))

function renamed(policy: PolicyDocument, arn: string, id: string): PolicyDocument {
  const statement = (each: Statement): Statement => {
    if (!ofAws(each).includes(arn) || typeof each.Principal !== 'object') return each
    const others = ofAws(each).map((principal) => (principal === arn ? id : principal))
    const [only = id, ...more] = others
    return { ...each, Principal: { ...each.Principal, AWS: more.length > 0 ? others : only } }
  }
  const { Statement: statements } = policy
  return {
    ...policy,
    Statement: isList(statements) ? statements.map(statement) : statement(statements),
  }
}

const isList = (statements: PolicyDocument['Statement']): statements is readonly Statement[] =>
  Array.isArray(statements)

const ofAws = ({ Principal }: Statement): readonly string[] =>
  typeof Principal === 'object' ? [Principal.AWS ?? []].flat() : []
