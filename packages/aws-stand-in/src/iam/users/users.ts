import { validationError } from '../../query/aws-error.ts'
import type { AwsState } from '../../query/operation.ts'
import type { Parameters } from '../../query/parameters.ts'
import type { Tree } from '../../query/xml.ts'
import type { Caller } from '../../state/caller.ts'
import { partitionOf, type User, userArn, userId, type World } from '../../state/world.ts'
import { noSuchEntity } from '../errors.ts'
import { checkPermission } from '../permission.ts'
import { shownTags } from '../tags.ts'
import { longAgo } from '../time.ts'

/** The user of the caller's account whom UserName says, once the caller may do this to them. */
export function namedUser(
  action: string,
  parameters: Parameters,
  caller: Caller,
  state: AwsState,
): User {
  return permitted(action, parameters.UserName ?? '', caller, state)
}

/** The same, but the caller themselves unless UserName says another. */
export function namedUserOrCaller(
  action: string,
  parameters: Parameters,
  caller: Caller,
  state: AwsState,
): User {
  const partition = partitionOf(state.world)
  const own = state.world.users.find((user) => userArn(user, partition) === caller.principalArn)
  const asked = parameters.UserName ?? own?.name
  if (asked !== undefined) return permitted(action, asked, caller, state)
  throw validationError('Must specify userName when calling with non-User credentials')
}

export const findUser = (userName: string, account: string, { users }: World) =>
  users.find((user) => user.account === account && user.name === userName)

/** The world with this user in the place of the one of that name, or as a new one. */
export const withUser = (user: User, world: World): World => ({
  ...world,
  users: findUser(user.name, user.account, world)
    ? world.users.map((each) => (isSame(each, user) ? user : each))
    : [...world.users, user],
})

export const withoutUser = (user: User, world: World): World => ({
  ...world,
  users: world.users.filter((each) => !isSame(each, user)),
})

export const shownUser = (user: User, world: World): Tree => ({
  Path: user.path ?? '/',
  UserName: user.name,
  UserId: userId(user, partitionOf(world)),
  Arn: userArn(user, partitionOf(world)),
  CreateDate: user.createdAt ?? longAgo,
})

/** With what a list of users leaves out. */
export const shownUserWhole = (user: User, world: World): Tree => ({
  ...shownUser(user, world),
  ...shownTags(user.tags),
})

function permitted(action: string, userName: string, caller: Caller, state: AwsState): User {
  const { account } = caller
  const user = findUser(userName, account, state.world)
  const resource = userArn(user ?? { account, name: userName }, partitionOf(state.world))
  checkPermission({ action, resource, resourceName: `user ${userName}` }, caller, state)
  if (user) return user
  throw noSuchEntity(`The user with name ${userName} cannot be found.`)
}

const isSame = (one: User, other: User) => one.account === other.account && one.name === other.name
