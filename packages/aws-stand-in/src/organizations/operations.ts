import { isAllowed } from '../iam/permission.ts'
import type { AwsState } from '../query/operation.ts'
import { checkInput } from '../service-model/json-input.ts'
import type { OperationInput } from '../service-model/model.ts'
import type { Caller } from '../state/caller.ts'
import { partitionOf } from '../state/world.ts'
import type { Organization, OrganizationAccount, OrganizationalUnit } from './organization.ts'
import { OrganizationsError } from './organizations-error.ts'

/** The largest page of Organizations. */
const pageSize = 20

/** The organization and the ARNs in it. */
interface Scope {
  readonly organization: Organization
  arn(kind: string, id: string): string
}

type Members = (input: OperationInput, scope: Scope) => Listed

/** What an operation lists. */
interface Listed {
  /** The ARN that a policy has to allow. */
  readonly resource: string
  /** The name of the list in the response. */
  readonly name: string
  readonly items: readonly object[]
}

export const operations: ReadonlyMap<string, Members> = new Map<string, Members>([
  [
    'ListAccounts',
    (_, scope) => ({
      resource: '*',
      name: 'Accounts',
      items: scope.organization.accounts.map((each) => accountIn(each, scope)),
    }),
  ],
  [
    'ListRoots',
    (_, { organization: { rootId }, arn }) => ({
      resource: '*',
      name: 'Roots',
      items: [{ Id: rootId, Arn: arn('root', rootId), Name: 'Root', PolicyTypes: [] }],
    }),
  ],
  [
    'ListOrganizationalUnitsForParent',
    ({ ParentId }, scope) => ({
      resource: parentArn(String(ParentId), scope),
      name: 'OrganizationalUnits',
      items: scope.organization.units
        .filter(({ parent }) => parent === ParentId)
        .map((each) => unitIn(each, scope)),
    }),
  ],
  [
    'ListAccountsForParent',
    ({ ParentId }, scope) => ({
      resource: parentArn(String(ParentId), scope),
      name: 'Accounts',
      items: scope.organization.accounts
        .filter(({ parent }) => parent === ParentId)
        .map((each) => accountIn(each, scope)),
    }),
  ],
])

/**
 * Lists a part of the organization for a caller in the management account, or in the account of a delegated
 * administrator.
 *
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 */
export function listOf(
  operation: string,
  members: Members,
  input: OperationInput,
  caller: Caller,
  state: AwsState,
): Readonly<Record<string, unknown>> {
  checkInput('organizations', operation, input)
  const { organization } = state.world
  if (!organization?.accounts.some(({ id }) => id === caller.account)) {
    throw new OrganizationsError(
      'AWSOrganizationsNotInUseException',
      'Your account is not a member of an organization.',
    )
  }
  const { managementAccount, delegatedAdministrators = [], id } = organization
  const partition = partitionOf(state.world)
  const arn = (kind: string, member: string) =>
    `arn:${partition}:organizations::${managementAccount}:${kind}/${id}/${member}`
  const isAdministrator = [managementAccount, ...delegatedAdministrators].includes(caller.account)
  const { resource, name, items } = members(input, { organization, arn })
  const action = `organizations:${operation}`
  if (!isAdministrator || !isAllowed({ action, resource }, caller, state)) {
    throw new OrganizationsError(
      'AccessDeniedException',
      "You don't have permissions to access this resource.",
    )
  }
  const start = startOf(operation, input.NextToken)
  const end = start + Number(input.MaxResults ?? pageSize)
  return {
    [name]: items.slice(start, end),
    ...(end < items.length && { NextToken: tokenFor(operation, end) }),
  }
}

function parentArn(id: string, { organization: { rootId, units }, arn }: Scope): string {
  if (id === rootId) return arn('root', id)
  if (units.some((unit) => unit.id === id)) return arn('ou', id)
  throw new OrganizationsError(
    'ParentNotFoundException',
    'You provided a parent that does not exist.',
  )
}

function accountIn({ id, name, email, state = 'ACTIVE' }: OrganizationAccount, { arn }: Scope) {
  return {
    Id: id,
    Arn: arn('account', id),
    Email: email,
    Name: name,
    // `State` replaces `Status`, which has fewer values.
    Status: statuses[state] ?? state,
    State: state,
    JoinedMethod: 'CREATED',
    JoinedTimestamp: 1_577_836_800,
  }
}

const statuses: Readonly<Record<string, string>> = {
  PENDING_ACTIVATION: 'SUSPENDED',
  CLOSED: 'SUSPENDED',
}

const unitIn = ({ id, name }: OrganizationalUnit, { arn }: Scope) => ({
  Id: id,
  Arn: arn('ou', id),
  Name: name,
})

const tokenFor = (operation: string, start: number) =>
  Buffer.from(`${operation} ${start}`).toString('base64url')

function startOf(operation: string, token: unknown): number {
  if (token === undefined) return 0
  const [, start] =
    new RegExp(`^${operation} (\\d+)$`).exec(Buffer.from(String(token), 'base64url').toString()) ??
    []
  if (start !== undefined) return Number(start)
  throw new OrganizationsError(
    'InvalidInputException',
    'You provided an invalid pagination token.',
    {
      Reason: 'INVALID_PAGINATION_TOKEN',
    },
  )
}
