import { accountOfArn } from './arn.ts'
import { type Danger, dangerOf, nameOfRole } from './danger.ts'
import { type Request, targetName } from './request.ts'
import { accountOfRoute, type Route, rolesTaken } from './route.ts'
import type { World } from './world.ts'

/** As far as the words of the request tell, before anything is asked of AWS. */
export function dangerOfRequest({ target }: Request, { settings }: World): Danger | undefined {
  const name = targetName(target)
  if (target.kind === 'profile') {
    return dangerOf({ profiles: [name], roles: [], accounts: [], name }, settings)
  }
  const role = target.kind === 'role' ? target.roleArn : target.role
  const accounts = /\b\d{12}(?=:)/.exec(role) ?? []
  return dangerOf({ profiles: [], roles: [role], accounts, name: nameOfRole(role) }, settings)
}

/** By every role on the way, since the sessions of all of them are used. */
export function dangerOfRoute({ target }: Request, route: Route, world: World): Danger | undefined {
  const { source } = route.chain
  const taken = rolesTaken(route)
  // A permission set of IAM Identity Center is a role, too, though its ARN is not known.
  const roles = [...(source.sso ? [source.sso.roleName] : []), ...taken]
  const last = roles.at(-1)
  const accounts = [source.sso?.accountId, ...taken.map(accountOfArn), accountOfRoute(route, world)]
  return dangerOf(
    {
      profiles: [
        ...(target.kind === 'profile' ? [target.profile] : []),
        ...route.chain.roles.map(({ name }) => name),
      ],
      roles,
      accounts: accounts.filter((account) => account !== undefined),
      name: last === undefined ? targetName(target) : nameOfRole(last),
    },
    world.settings,
  )
}
