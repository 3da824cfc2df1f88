import type { AwsState } from '../../query/operation.ts'
import type { Parameters } from '../../query/parameters.ts'
import type { Tree } from '../../query/xml.ts'
import type { Caller } from '../../state/caller.ts'
import { partitionOf, type Role, roleArn, roleId, type World } from '../../state/world.ts'
import { defaultCreateDate, tagsElement } from '../elements.ts'
import { noSuchEntity } from '../errors.ts'
import { checkPermission } from '../permission.ts'

/** Returns the role of RoleName in the caller's account. Throws AccessDenied or NoSuchEntity. */
export function namedRole(
  action: string,
  parameters: Parameters,
  caller: Caller,
  state: AwsState,
): Role {
  const { RoleName = '' } = parameters
  const { account } = caller
  const role = findRole(RoleName, account, state.world)
  const resource = roleArn(role ?? { account, name: RoleName }, partitionOf(state.world))
  checkPermission({ action, resource, resourceName: `role ${RoleName}` }, caller, state)
  if (role) return role
  throw noSuchEntity(`The role with name ${RoleName} cannot be found.`)
}

export const findRole = (roleName: string, account: string, { roles }: World) =>
  roles.find((role) => role.account === account && role.name === roleName)

/**
 * Returns the world with this role added, or with this role in place of the one with the same name.
 */
export const withRole = (role: Role, world: World): World => ({
  ...world,
  roles: findRole(role.name, role.account, world)
    ? world.roles.map((each) => (isSameRole(each, role) ? role : each))
    : [...world.roles, role],
})

export const withoutRole = (role: Role, world: World): World => ({
  ...world,
  roles: world.roles.filter((each) => !isSameRole(each, role)),
})

export const roleElement = (role: Role, world: World): Tree => ({
  Path: role.path ?? '/',
  RoleName: role.name,
  RoleId: roleId(role, partitionOf(world)),
  Arn: roleArn(role, partitionOf(world)),
  CreateDate: role.createdAt ?? defaultCreateDate,
  AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(role.trustPolicy)),
  MaxSessionDuration: role.maxSessionDuration ?? 3600,
})

/** ListRoles does not return tags. */
export const roleElementWithTags = (role: Role, world: World): Tree => ({
  ...roleElement(role, world),
  ...tagsElement(role.tags),
})

const isSameRole = (one: Role, other: Role) =>
  one.account === other.account && one.name === other.name
