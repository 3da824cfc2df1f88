import { validationError } from '../../query/aws-error.ts'
import type { AwsState } from '../../query/operation.ts'
import type { Parameters } from '../../query/parameters.ts'
import type { Tree } from '../../query/xml.ts'
import type { Caller } from '../../state/caller.ts'
import { partitionOf, type User, userArn, userId, type World } from '../../state/world.ts'
import { defaultCreateDate, tagsElement } from '../elements.ts'
import { noSuchEntity } from '../errors.ts'
import { checkPermission } from '../permission.ts'

/** Returns the user of UserName in the caller's account. Throws AccessDenied or NoSuchEntity. */
export function namedUser(
  action: string,
  parameters: Parameters,
  caller: Caller,
  state: AwsState,
): User {
  return permittedUser(action, parameters.UserName ?? '', caller, state)
}

/** Returns the user of UserName. Without UserName, returns the user who calls. */
export function namedUserOrCaller(
  action: string,
  parameters: Parameters,
  caller: Caller,
  state: AwsState,
): User {
  const partition = partitionOf(state.world)
  const own = state.world.users.find((user) => userArn(user, partition) === caller.principalArn)
  const userName = parameters.UserName ?? own?.name
  if (userName !== undefined) return permittedUser(action, userName, caller, state)
  throw validationError('Must specify userName when calling with non-User credentials')
}

export const findUser = (userName: string, account: string, { users }: World) =>
  users.find((user) => user.account === account && user.name === userName)

/**
 * Returns the world with this user added, or with this user in place of the one with the same name.
 */
export const withUser = (user: User, world: World): World => ({
  ...world,
  users: findUser(user.name, user.account, world)
    ? world.users.map((each) => (isSameUser(each, user) ? user : each))
    : [...world.users, user],
})

export const withoutUser = (user: User, world: World): World => ({
  ...world,
  users: world.users.filter((each) => !isSameUser(each, user)),
})

export const userElement = (user: User, world: World): Tree => ({
  Path: user.path ?? '/',
  UserName: user.name,
  UserId: userId(user, partitionOf(world)),
  Arn: userArn(user, partitionOf(world)),
  CreateDate: user.createdAt ?? defaultCreateDate,
})

/** ListUsers does not return tags. */
export const userElementWithTags = (user: User, world: World): Tree => ({
  ...userElement(user, world),
  ...tagsElement(user.tags),
})

function permittedUser(action: string, userName: string, caller: Caller, state: AwsState): User {
  const { account } = caller
  const user = findUser(userName, account, state.world)
  const resource = userArn(user ?? { account, name: userName }, partitionOf(state.world))
  checkPermission({ action, resource, resourceName: `user ${userName}` }, caller, state)
  if (user) return user
  throw noSuchEntity(`The user with name ${userName} cannot be found.`)
}

const isSameUser = (one: User, other: User) =>
  one.account === other.account && one.name === other.name
